import { randomUUID } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../core/file-error.ts';
import type { MeasuredSpeeds, SpeedTask } from '../core/convert/conversion-speeds.ts';
import type { SourceDtype } from '../core/convert/map-tensors.ts';
import { isQuantized, type TensorType } from '../core/gguf/tensor-types.ts';
import type { ChunkTask } from './encode-chunk.ts';
import { findKernelLibrary } from './find-kernel-library.ts';
import { WorkerPool } from './worker-pool.ts';

/** Every type that a recipe uses for a matrix. */
const TYPES: readonly TensorType[] = [
  'F32',
  'F16',
  'BF16',
  'Q8_0',
  'Q6_K',
  'Q5_1',
  'Q5_K',
  'Q5_0',
  'Q4_1',
  'Q4_K',
  'IQ4_NL',
  'Q4_0',
  'IQ4_XS',
  'Q3_K',
  'Q2_K',
];
/** About a second for all fifteen types; a round of the slowest kernel takes no longer on a slow machine. */
const MILLISECONDS_EACH = 55;
const ROWS = 32;
const COLUMNS = 2048;
const WEIGHTS = ROWS * COLUMNS;
/** How a number is stored: sign, exponent, fraction. */
const FORMS = {
  F32: { bits: 32, fractionBits: 23, bias: 127 },
  F16: { bits: 16, fractionBits: 10, bias: 15 },
  BF16: { bits: 16, fractionBits: 7, bias: 127 },
} as const satisfies Record<SourceDtype, object>;
const PROBE_SUFFIX = '.probe';
/** Large enough to measure the disk, small enough for a tenth of a second on a hard disk. */
const PROBE_BYTES = 16 * 2 ** 20;

/** @throws SarviError `kernels-unavailable`, `disk-full`, `write-failed` */
export async function timeKernels({ jobs, from, folder }: SpeedTask, workerPath: string): Promise<MeasuredSpeeds> {
  const workers = new WorkerPool(workerPath, findKernelLibrary(), jobs);
  try {
    const input = randomRows(from);
    const outputs = Array.from({ length: jobs }, () => new SharedArrayBuffer(WEIGHTS * 4));
    const round = (to: TensorType): Promise<unknown> =>
      Promise.all(outputs.map((output) => workers.encode(chunk(from, to, input, output))));
    // The first chunk of a worker loads the library.
    await round('BF16');
    const weightsPerSecond = new Map<TensorType, number>();
    for (const type of TYPES) weightsPerSecond.set(type, await timeRounds(() => round(type), WEIGHTS * jobs));
    return { weightsPerSecond, writeBytesPerSecond: await timeDisk(folder) };
  } finally {
    await workers.dispose();
  }
}

/** Weights per second. */
async function timeRounds(round: () => Promise<unknown>, weightsEach: number): Promise<number> {
  const startedAt = performance.now();
  for (let rounds = 1; ; rounds += 1) {
    await round();
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs >= MILLISECONDS_EACH) return ((rounds * weightsEach) / elapsedMs) * 1000;
  }
}

/** Bytes per second. */
async function timeDisk(folder: string): Promise<number> {
  const path = join(folder, `${randomUUID()}${PROBE_SUFFIX}`);
  const bytes = new Uint8Array(PROBE_BYTES);
  try {
    await clearProbes(folder);
    const file = await open(path, 'wx');
    try {
      // Without a name the file disappears with this process. Windows keeps the name of an open file.
      if (process.platform !== 'win32') await rm(path);
      const startedAt = performance.now();
      await file.write(bytes);
      await file.sync();
      return (PROBE_BYTES / (performance.now() - startedAt)) * 1000;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await rm(path, { force: true });
  }
}

/** Removes the files of measurements that were killed; a running one ends within a minute. */
async function clearProbes(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(PROBE_SUFFIX)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > 60_000) await rm(path, { force: true });
  }
}

function chunk(from: SourceDtype, to: TensorType, input: SharedArrayBuffer, output: SharedArrayBuffer): ChunkTask {
  return {
    tensor: '',
    rows: ROWS,
    columns: COLUMNS,
    from,
    to,
    // As in a checkpoint of only this kind of numbers.
    roundsTo: !isQuantized(to) ? null : from === 'BF16' ? 'BF16' : 'F16',
    importance: null,
    interleaved: false,
    input,
    output,
  };
}

/**
 * Weights of either sign and magnitudes from 2^-12 to 2^-4, because the kernels search longer among different numbers.
 */
function randomRows(dtype: SourceDtype): SharedArrayBuffer {
  const { bits, fractionBits, bias } = FORMS[dtype];
  const buffer = new SharedArrayBuffer((WEIGHTS * bits) / 8);
  const words = bits === 32 ? new Uint32Array(buffer) : new Uint16Array(buffer);
  for (let index = 0; index < WEIGHTS; index += 1) {
    const sign = Math.random() < 0.5 ? 2 ** (bits - 1) : 0;
    const exponent = bias - 12 + Math.floor(Math.random() * 8);
    words[index] = sign + (exponent + Math.random()) * 2 ** fractionBits;
  }
  return buffer;
}
