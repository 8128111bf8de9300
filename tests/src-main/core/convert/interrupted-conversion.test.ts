import { fork } from 'node:child_process';
import { appendFile, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { claimFile } from '../../../../src-main/core/claim-file.ts';
import type { ConversionTask } from '../../../../src-main/core/convert/conversion-protocol.ts';
import { readJournal, type JournalContent } from '../../../../src-main/core/convert/journal.ts';
import { INTERRUPTED, runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { computeChecksum } from '../../../../src-main/core/gguf/checksum.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import { convert, place, sum } from '../../../builders/killed-conversion.ts';
import { mulberry32 } from '../../../builders/random-weights.ts';

/** A fast machine may be done before it is killed. */
const MOST_ATTEMPTS = 30;

test('killed again and again at random, it goes on and ends with the bytes of an undisturbed run', async () => {
  const undisturbed = await place();
  const whole = await convert(undisturbed, { name: 'Same' });
  expect(whole).toMatchObject({ resumedBytes: 0 });
  const random = mulberry32(Date.now());
  const at = { ...undisturbed, outputPath: join(undisturbed.out, 'killed.gguf') };
  const journal = (): Promise<JournalContent | null> => readJournal(`${at.outputPath}.sarvi-partial.journal`);
  let written = 0;
  let kills = 0;
  for (let attempts = 0; attempts < MOST_ATTEMPTS && kills < 3; attempts += 1) {
    const before = (await journal())?.entries.length ?? 0;
    const killedAt = before + 1 + Math.floor(random() * 10);
    await convert(at, { name: 'Same', killedAt });
    if ((await readdir(at.out)).includes('killed.gguf')) {
      // The end came before the kill.
      expect(await computeChecksum(at.outputPath)).toBe(whole?.checksum);
      for (const name of await readdir(at.out)) if (name !== 'model.gguf') await rm(join(at.out, name));
      written = 0;
      continue;
    }
    kills += 1;
    const left = await journal();
    // Nothing that was taken down is lost, whenever the kill comes.
    expect(sum(left?.entries ?? [])).toBeGreaterThanOrEqual(written);
    written = sum(left?.entries ?? []);
  }
  expect(kills).toBe(3);
  expect(written).toBeGreaterThan(0);
  const last = await convert(at, { name: 'Same' });
  expect(last?.checksum).toBe(whole?.checksum);
  expect(last?.resumedBytes).toBe(written);
  expect(last?.readBytes).toBeLessThan(whole?.readBytes ?? 0);
  expect((await readFile(at.outputPath)).equals(await readFile(undisturbed.outputPath))).toBe(true);
  expect((await readdir(at.out)).sort()).toEqual(['killed.gguf', 'model.gguf']);
  expect(await computeChecksum(at.outputPath)).toBe(whole?.checksum);
});

test('an old file stays until the new one is whole, also through a kill', async () => {
  const at = await place();
  await writeFile(at.outputPath, 'the old model');
  await convert(at, { killedAt: 0 });
  expect(await readFile(at.outputPath, 'utf8')).toBe('the old model');
  expect((await convert(at))?.sizeBytes).toBe((await stat(at.outputPath)).size);
});

test('rows that do not read back as they were written are made again', async () => {
  const at = await place();
  await convert(at, { killedAt: 5 });
  const left = await at.journal();
  const [first, second] = left?.entries ?? [];
  const path = `${at.outputPath}.sarvi-partial`;
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(first?.offset ?? 0) ^ 1, first?.offset);
  await writeFile(path, bytes.subarray(0, Math.max(...(left?.entries ?? []).map(({ offset }) => offset)) + 1));
  // A kill may leave half a line.
  await appendFile(`${path}.journal`, `{"tensor":"${second?.tensor ?? ''}","offset":`);
  const resumed = await convert(at);
  expect(resumed?.resumedBytes).toBeLessThan(sum(left?.entries ?? []));
  expect(resumed?.resumedBytes).toBeGreaterThan(0);
  const again = { ...at, outputPath: join(at.out, 'again.gguf') };
  expect((await convert(again))?.checksum).toBe(resumed?.checksum);
  expect((await readFile(again.outputPath)).equals(await readFile(at.outputPath))).toBe(true);
});

test('what was made of other settings or a changed source is not gone on from', async () => {
  const at = await place();
  await convert(at, { killedAt: 5 });
  expect(await convert(at, { quantization: 'Q5_K_M', killedAt: 1 })).toBeNull();
  await utimes(join(at.checkpointPath, 'model.safetensors'), 5, 5);
  expect(await convert(at, { quantization: 'Q5_K_M', killedAt: 1 })).toBeNull();
  await truncate(`${at.outputPath}.sarvi-partial.journal`, 20);
  expect(await convert(at, { quantization: 'Q5_K_M' })).toMatchObject({ resumedBytes: 0 });
  expect(await readdir(at.out)).toEqual(['model.gguf']);
});

test('a cancel ends it at once and removes all, also what an earlier run left', async () => {
  const at = await place();
  await convert(at, { killedAt: 1 });
  const abort = new AbortController();
  let kills = 0;
  const killsAtCancel: number[] = [];
  const spawn: typeof conversionPorts.spawn = (entry, options) => {
    const child = conversionPorts.spawn(entry, options);
    if (entry !== conversionPorts.entries.convert) return child;
    return {
      ...child,
      kill: () => {
        kills += 1;
        child.kill();
      },
    };
  };
  const cancelled = runConversion(
    { ...conversionPorts, spawn },
    {
      checkpointPath: at.checkpointPath,
      outputPath: at.outputPath,
      quantization: 'IQ4_XS',
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase !== 'converting') return;
        abort.abort();
        killsAtCancel.push(kills);
      },
    },
  );
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(killsAtCancel).toEqual([1]);
  expect(await readdir(at.out)).toEqual([]);
});

test('an interruption keeps what is written', async () => {
  const at = await place();
  const abort = new AbortController();
  const interrupted = runConversion(conversionPorts, {
    checkpointPath: at.checkpointPath,
    outputPath: at.outputPath,
    quantization: 'IQ4_XS',
    signal: abort.signal,
    onProgress: ({ phase }) => {
      if (phase !== 'converting') return;
      void at.journal().then((journal) => {
        if ((journal?.entries.length ?? 0) > 0) abort.abort(INTERRUPTED);
      });
    },
  });
  await expect(interrupted).rejects.toMatchObject({ code: 'cancelled' });
  const left = await at.journal();
  expect(left?.entries.length).toBeGreaterThan(0);
  expect(await convert(at)).toMatchObject({ resumedBytes: sum(left?.entries ?? []) });
});

test('an output that another conversion is writing is left alone', async () => {
  const at = await place();
  const held = claimFile(`${at.outputPath}.sarvi-partial.lock`);
  await writeFile(`${at.outputPath}.sarvi-partial`, 'of the other');
  await expect(runConversion(conversionPorts, { ...at, quantization: 'Q8_0' })).rejects.toMatchObject({
    code: 'conversion-running',
    details: { processId: process.pid },
  });
  expect(await readFile(`${at.outputPath}.sarvi-partial`, 'utf8')).toBe('of the other');
  if ('claim' in held) held.claim.release();
});

test('a process whose parent is gone ends, and leaves its work to the next', async () => {
  const at = await place();
  const start = (): ReturnType<typeof fork> => {
    const child = fork(conversionPorts.entries.convert, [conversionPorts.entries.convertWorker], {
      serialization: 'advanced',
      execArgv: [],
    });
    child.send({
      checkpointPath: at.checkpointPath,
      outputPath: at.outputPath,
      temporaryPath: `${at.outputPath}.sarvi-partial`,
      keepsJournal: false,
      quantization: 'Q2_K',
      jobs: 1,
      name: null,
      preTokenizer: 'llama-bpe',
      imatrixPath: null,
      version: '0.0.0',
    } satisfies ConversionTask);
    return child;
  };
  const child = start();
  await vi.waitFor(async () => expect((await at.journal())?.entries.length).toBeGreaterThan(0), 50_000);
  child.disconnect();
  await vi.waitFor(() => expect(child.exitCode).toBe(0), 50_000);
  expect(await readdir(at.out)).not.toContain('model.gguf');
  const left = await at.journal();
  expect(await convert(at, { quantization: 'Q2_K' })).toMatchObject({ resumedBytes: sum(left?.entries ?? []) });
});

test('what another program left beside the output stays, and a wrong place is told before the work', async () => {
  const at = await place();
  const theirs = `${at.outputPath}.partial`;
  await writeFile(theirs, 'a download of somebody else');
  await convert(at, { quantization: 'Q8_0' });
  expect(await readFile(theirs, 'utf8')).toBe('a download of somebody else');
  const wrong = async (outputPath: string): Promise<unknown> => {
    const progress: unknown[] = [];
    const request = {
      ...at,
      outputPath,
      quantization: 'Q8_0',
      onProgress: (one: unknown) => progress.push(one),
    } as const;
    const error: unknown = await runConversion(conversionPorts, request).catch((thrown: unknown) => thrown);
    expect(progress).toEqual([]);
    return error;
  };
  expect(await wrong(at.out)).toMatchObject({ code: 'write-failed', details: { path: at.out, reason: 'EISDIR' } });
  const none = join(at.out, 'none');
  expect(await wrong(join(none, 'a.gguf'))).toMatchObject({ code: 'path-missing', details: { path: none } });
});
