import { open, stat, type FileHandle } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import type { Shard } from '../core/checkpoint/safetensors-header.ts';
import { fileError } from '../core/file-error.ts';
import { readFully } from './positioned-io.ts';

/** The shards of a checkpoint, each opened when first read. */
export class SourceFiles {
  readonly #shards: readonly Shard[];
  readonly #files = new Map<string, Promise<FileHandle>>();

  constructor(shards: readonly Shard[]) {
    this.#shards = shards;
  }

  /** @throws SarviError `checkpoint-changed`, `path-missing`, `path-unreadable` */
  async read(shardPath: string, target: Uint8Array, position: number): Promise<void> {
    let file = this.#files.get(shardPath);
    if (!file) {
      file = open(shardPath, 'r');
      this.#files.set(shardPath, file);
    }
    let whole: boolean;
    try {
      whole = await readFully(await file, target, position);
    } catch (error) {
      throw fileError(error, shardPath);
    }
    // The header was held against the file's size.
    if (!whole) throw new SarviError('checkpoint-changed', { path: shardPath });
  }

  /** @throws SarviError `checkpoint-changed` when a shard is not the file any more whose header was read */
  async requireUnchanged(): Promise<void> {
    for (const { path, sizeBytes, modifiedMs } of this.#shards) {
      const now = await stat(path).catch(() => null);
      if (now?.size !== sizeBytes || now.mtimeMs !== modifiedMs) throw new SarviError('checkpoint-changed', { path });
    }
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.then((one) => one.close()).catch(() => undefined);
  }
}
