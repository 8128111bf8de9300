import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { FuzzMessage, FuzzReport, FuzzTask } from './fuzz-worker.ts';

/** `npm run test:fuzz` asks for more. */
const INPUTS = Number(process.env['SARVI_FUZZ_INPUTS'] ?? 2500);
const SEED = Number(process.env['SARVI_FUZZ_SEED'] ?? 1);
const KIND = process.env['SARVI_FUZZ_KIND'] ?? '';
/** Hundreds of times what the slowest takes; only a hang is later. */
const DEADLINE_MS = 60_000;

/** Runs the inputs in a thread that is ended when one of them takes too long. */
function fuzz(task: FuzzTask): Promise<FuzzReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData: task });
    let current = 'the start';
    let timer: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        reject(new Error(`${current} hangs`));
        void worker.terminate();
      }, DEADLINE_MS);
    };
    watch();
    worker.on('message', (message: FuzzMessage) => {
      if (message.kind === 'done') resolve(message.report);
      else current = `${message.target}, input ${message.index}`;
      watch();
    });
    worker.on('error', (error) => reject(new Error(`${current} ended the thread`, { cause: error })));
    worker.on('exit', () => {
      clearTimeout(timer);
      reject(new Error(`the thread ended in ${current}`));
    });
  });
}

test(`${INPUTS} damaged files are read or refused by name`, { timeout: 180_000 + INPUTS * 20 }, async () => {
  const { outcomes, faults, slowestMs } = await fuzz({ seed: SEED, inputs: INPUTS, kind: KIND });
  if (INPUTS > 10_000) process.stdout.write(`${describe(outcomes)}\nslowest: ${slowestMs.toFixed(0)} ms\n`);
  expect(faults).toEqual([]);
  expect(slowestMs).toBeLessThan(DEADLINE_MS);
  if (KIND === '') expect(Object.keys(outcomes).length).toBeGreaterThan(12);
  for (const [target, counts] of Object.entries(outcomes)) {
    const { read = 0, ...refused } = counts;
    // Damage that always or never mattered would show that nothing is tested. Bad sampling defaults are passed over.
    expect(read, target).toBeGreaterThan(0);
    if (target !== 'generation_config.json') expect(Object.keys(refused).length, target).toBeGreaterThan(0);
  }
});

function describe(outcomes: FuzzReport['outcomes']): string {
  const rows = Object.entries(outcomes).map(
    ([target, counts]) =>
      `${target}: ${Object.entries(counts)
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(', ')}`,
  );
  return rows.join('\n');
}
