/**
 * `npm run bench:history`: how fast a large history is searched, listed, opened and written, and how that grows.
 *
 * Histories of 10,000, 100,000 and 1,000,000 messages are made first, the largest in some ten minutes, in a temporary
 * folder that is removed afterwards, or in `--folder DIR`, where they stay and are found again. Everything is asked
 * through the history's threads, from this process's main thread. Times are wall time: on a machine that is busy with
 * other work they are too long, so the load average and the processor time are printed too.
 *
 * Options: `--sizes 10000,100000,1000000` (messages; a tenth as many conversations), `--rounds N` (100 of each kind),
 * `--seed N` (1), `--folder DIR`, `--json`.
 */
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeLargeHistory } from '../../tests/builders/large-history.ts';
import { compareTokenizers } from './history/compare-tokenizers.ts';
import { type Measured, measureHistory } from './history/measure-history.ts';

/** What the issue of speed asks for, in milliseconds at the 95th percentile, by the beginning of a row's name. */
const TARGETS: readonly (readonly [name: string, targetMs: number])[] = [
  ['search', 50],
  ['first key', 100],
  ['last key', 100],
  ['page of the list', 10],
  ['opening', 50],
  ['start', 1000],
  ['saving', 2],
];
const STALL_TARGET_MS = 16;
const WIDTH = 34;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const sizes = values.sizes.split(',').map(Number);
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
if (sizes.some((size) => !(size >= 100)) || !(rounds > 0)) throw new Error('an option is out of range');
const say = (text: string): void => void (values.json || process.stdout.write(`${text}\n`));

const kept = values.folder === undefined ? null : resolve(values.folder);
const folder = kept ?? (await mkdtemp(join(tmpdir(), 'sarvi-bench-')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    if (kept === null) rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  const results: { messages: number; loadAverage: number; measured: Measured }[] = [];
  for (const messages of sizes) {
    const { dataFolder, longestId } = await prepare(messages);
    const measured = await measureHistory(dataFolder, { longestId, rounds, seed });
    results.push({ messages, loadAverage: loadavg()[0] ?? NaN, measured });
  }
  report(results);
  const smallest = Math.min(...sizes);
  // In memory, for which a million messages are too many.
  const tokenizers =
    smallest > 100_000 ? [] : compareTokenizers(join(folder, String(smallest), 'history', 'history.db'));
  if (tokenizers.length > 0) say(`\nindex of ${smallest.toLocaleString('en')} messages:`);
  for (const { name, megabytes } of tokenizers) say(`  ${name}: ${megabytes.toFixed(1)} MB`);
  if (values.json) process.stdout.write(`${JSON.stringify({ results, tokenizers })}\n`);
} finally {
  if (kept === null) await rm(folder, { recursive: true, force: true });
}

/** Makes the history of this size, unless the kept folder has it already. */
async function prepare(messages: number): Promise<{ dataFolder: string; longestId: string }> {
  const dataFolder = join(folder, String(messages));
  const note = join(dataFolder, 'made.json');
  const description = {
    conversations: Math.ceil(messages / 10),
    messages,
    longest: Math.min(5000, messages / 2),
    seed,
  };
  if (existsSync(note)) {
    const made = JSON.parse(await readFile(note, 'utf8')) as { longestId: string; seed: number };
    if (made.seed === seed) return { dataFolder, longestId: made.longestId };
  }
  // Made under another name: one that was cut off is no history.
  const unfinished = `${dataFolder}-unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const startedAt = performance.now();
  const { longestId } = writeLargeHistory(join(unfinished, 'history'), description);
  await writeFile(join(unfinished, 'made.json'), JSON.stringify({ ...description, longestId }));
  await rename(unfinished, dataFolder);
  const seconds = (performance.now() - startedAt) / 1000;
  say(`made ${messages.toLocaleString('en')} messages in ${seconds.toFixed(0)} s`);
  return { dataFolder, longestId };
}

function report(results: readonly { messages: number; loadAverage: number; measured: Measured }[]): void {
  const columns = results.map(({ messages }) => `${messages.toLocaleString('en')} messages`.padStart(WIDTH));
  say(
    `\n${cpus().length} cores, Node ${process.version}; median / p95 (of processor time) / longest in ms, targets for p95`,
  );
  say(`${''.padEnd(58)}${columns.join('')}`);
  const names = [...new Set(results.flatMap(({ measured }) => Object.keys(measured.times)))];
  for (const name of names) {
    const target = TARGETS.find(([beginning]) => name.startsWith(beginning))?.[1];
    const cells = results.map(({ measured }) => {
      const times = measured.times[name];
      if (times === undefined) return ''.padStart(WIDTH);
      const missed = target !== undefined && times.p95Ms >= target ? '!' : ' ';
      const [median, p95, cpu, most] = [times.medianMs, times.p95Ms, times.p95CpuMs, times.mostMs].map((ms) =>
        ms.toFixed(1),
      );
      return `${median} / ${p95} (${cpu}) / ${most}${missed}`.padStart(WIDTH);
    });
    say(`${name.padEnd(48)}${(target === undefined ? '' : `< ${target}`).padStart(10)}${cells.join('')}`);
  }
  const stalls = results.map(({ measured: { stall } }) =>
    `${stall.longestMs.toFixed(1)} (own work ${stall.longestWorkMs.toFixed(1)})`.padStart(WIDTH),
  );
  say(
    `${'longest stall of the main thread, under load'.padEnd(48)}${`<= ${STALL_TARGET_MS}`.padStart(10)}${stalls.join('')}`,
  );
  const loads = results.map(({ loadAverage }) => loadAverage.toFixed(1).padStart(WIDTH));
  say(`${'load average'.padEnd(58)}${loads.join('')}`);
}
