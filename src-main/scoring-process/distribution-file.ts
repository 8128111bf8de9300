import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { fileError } from '../core/file-error.ts';
import { requireFree } from '../core/scoring/require-free.ts';
import type { BaseRecords } from '../core/scoring/protocol.ts';
import { recordBytes } from '../core/scoring/record-bytes.ts';
import type { RoundedRow } from './row-kernels.ts';

/**
 * Distributions of one model, a record for each place, while the other model is not in memory: two float32 (step and
 * lowest), then 16 bits for each token of the vocabulary, as llama.cpp's `--save-all-logits` keeps them.
 */
export class DistributionFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #record: Uint8Array<ArrayBuffer>;
  readonly #from: number;

  private constructor(path: string, file: FileHandle, vocabulary: number, from = 0) {
    this.#path = path;
    this.#file = file;
    this.#record = new Uint8Array(recordBytes(vocabulary));
    this.#from = from;
  }

  /** A file that is there. @param from - the byte of the first record */
  static async open(
    path: string,
    vocabulary: number,
    { mode, from }: Omit<BaseRecords, 'path'>,
  ): Promise<DistributionFile> {
    try {
      const file = await open(path, mode === 'read' ? constants.O_RDONLY : constants.O_RDWR);
      return new DistributionFile(path, file, vocabulary, from);
    } catch (error) {
      throw fileError(error, path);
    }
  }

  /** @throws SarviError `disk-full` before anything is written, `write-failed` */
  static async create(path: string, vocabulary: number, places: number): Promise<DistributionFile> {
    await requireFree(path, recordBytes(vocabulary) * places);
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
        this.#from + index * this.#record.length,
      );
      if (bytesWritten !== this.#record.length) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    } catch (error) {
      throw fileError(error, this.#path);
    }
  }

  async read(index: number): Promise<RoundedRow> {
    const place = this.#from + index * this.#record.length;
    const { bytesRead } = await this.#file.read(this.#record, 0, this.#record.length, place);
    if (bytesRead !== this.#record.length) throw new SarviError('path-unreadable', { path: this.#path });
    const [step = 0, lowest = 0] = new Float32Array(this.#record.buffer, 0, 2);
    return { step, lowest, steps: new Uint16Array(this.#record.buffer, 8) };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
  }
}
