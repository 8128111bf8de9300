import type { FileHandle } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { stateOf, type SourceFile } from '../core/convert/journal.ts';
import { openRegularFile } from '../core/open-regular-file.ts';
import { fileError } from '../core/file-error.ts';
import { readFully } from '../core/positioned-io.ts';

/** The files with the weights, each opened at its first read. */
export class SourceFiles {
  readonly #sources: readonly SourceFile[];
  #readBytes = 0;
  readonly #files = new Map<string, Promise<FileHandle>>();

  constructor(sources: readonly SourceFile[]) {
    this.#sources = sources;
  }

  /** Bytes of all reads so far. */
  get readBytes(): number {
    return this.#readBytes;
  }

  /** @throws SarviError `checkpoint-changed`, `path-missing`, `path-unreadable` */
  async read(shardPath: string, target: Uint8Array, position: number): Promise<void> {
    let file = this.#files.get(shardPath);
    if (!file) {
      file = openRegularFile(shardPath);
      this.#files.set(shardPath, file);
    }
    let whole: boolean;
    try {
      whole = await readFully(await file, target, position);
    } catch (error) {
      throw fileError(error, shardPath);
    }
    this.#readBytes += target.length;
    // The header was compared with the file's size before.
    if (!whole) throw new SarviError('checkpoint-changed', { path: shardPath });
  }

  /** @throws SarviError `checkpoint-changed` when a file has changed since its header was read */
  async requireUnchanged(): Promise<void> {
    for (const source of this.#sources) {
      if ((await stateOf(source)) !== 'same') throw new SarviError('checkpoint-changed', { path: source.path });
    }
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.then((one) => one.close()).catch(() => undefined);
  }
}
