import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SarviError } from '#contract/errors';
import { fileError } from '../core/file-error.ts';
import { formatBytes } from '../core/format-bytes.ts';
import { freeBytes } from '../core/free-bytes.ts';
import type { RoundedRow } from './row-kernels.ts';

/** Space that stays free for other programs. */
const SPARE_BYTES = 256 * 2 ** 20;

/**
 * Distributions of one model, a record for each place, while the other model is not in memory: two float32 (step and
 * lowest), then 16 bits for each token of the vocabulary, as llama.cpp's `--save-all-logits` keeps them.
 */
export class DistributionFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #record: Uint8Array<ArrayBuffer>;

  private constructor(path: string, file: FileHandle, vocabulary: number) {
    this.#path = path;
    this.#file = file;
    this.#record = new Uint8Array(recordBytes(vocabulary));
  }

  /** @throws SarviError `disk-full` before anything is written, `write-failed` */
  static async create(path: string, vocabulary: number, places: number): Promise<DistributionFile> {
    const needed = recordBytes(vocabulary) * places + SPARE_BYTES;
    const free = await freeBytes(dirname(path));
    if (free < needed)
      throw new SarviError('disk-full', { path, needed: formatBytes(needed), free: formatBytes(free) });
    try {
      const { O_CREAT, O_EXCL, O_RDWR } = constants;
      return new DistributionFile(path, await open(path, O_CREAT | O_EXCL | O_RDWR, 0o600), vocabulary);
    } catch (error) {
      throw fileError(error, path);
    }
  }

  async write(index: number, { step, lowest, steps }: RoundedRow): Promise<void> {
    new Float32Array(this.#record.buffer, 0, 2).set([step, lowest]);
    new Uint16Array(this.#record.buffer, 8).set(steps);
    try {
      const { bytesWritten } = await this.#file.write(
        this.#record,
        0,
        this.#record.length,
        index * this.#record.length,
      );
      if (bytesWritten !== this.#record.length) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    } catch (error) {
      throw fileError(error, this.#path);
    }
  }

  async read(index: number): Promise<RoundedRow> {
    const { bytesRead } = await this.#file.read(this.#record, 0, this.#record.length, index * this.#record.length);
    if (bytesRead !== this.#record.length) throw new SarviError('path-unreadable', { path: this.#path });
    const [step = 0, lowest = 0] = new Float32Array(this.#record.buffer, 0, 2);
    return { step, lowest, steps: new Uint16Array(this.#record.buffer, 8) };
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}

function recordBytes(vocabulary: number): number {
  return 8 + 4 * Math.ceil(vocabulary / 2);
}
