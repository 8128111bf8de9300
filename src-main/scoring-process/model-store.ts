import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import type { ScoredModel } from '../core/scoring/protocol.ts';
import type { LlamaLibrary } from './llama-library.ts';
import { openModel, type OpenModel } from './open-model.ts';
import { findDifference, readFileVocabulary, type FileVocabulary } from './read-model-file.ts';

export interface LoadWatch {
  /** Forgets the log lines so far. */
  readonly clearComplaints: () => void;
  readonly complaint: () => string | null;
  readonly isCancelled: () => boolean;
  readonly onLoading: (fraction: number) => void;
}

interface Held {
  /** Identifies the file and how it was loaded. */
  readonly key: string;
  readonly open: OpenModel;
}

/** The models in the memory of this process, at most one per file: two sides may differ only in their adapters. */
export class ModelStore {
  readonly #llama: LlamaLibrary;
  readonly #held = new Map<string, Held>();
  readonly #files = new Map<string, { readonly version: string; readonly vocabulary: FileVocabulary }>();

  constructor(llama: LlamaLibrary) {
    this.#llama = llama;
  }

  /** @throws SarviError those of reading a GGUF file */
  async vocabularyOf(path: string): Promise<FileVocabulary> {
    const version = await versionOf(path);
    const known = this.#files.get(path);
    if (known?.version === version) return known.vocabulary;
    const vocabulary = await readFileVocabulary(path);
    this.#files.set(path, { version, vocabulary });
    return vocabulary;
  }

  /** @throws SarviError `vocabularies-differ`: the same token ids would be other texts */
  async requireOneVocabulary([first, second]: readonly Pick<ScoredModel, 'name' | 'path'>[]): Promise<void> {
    if (!first || !second || first.path === second.path) return;
    const difference = findDifference(await this.vocabularyOf(first.path), await this.vocabularyOf(second.path));
    if (difference === null) return;
    throw new SarviError('vocabularies-differ', {
      name: first.name,
      other: second.name,
      found: difference.first,
      otherFound: difference.second,
    });
  }

  /** Frees the models of all other files. */
  keepOnly(paths: readonly string[]): void {
    for (const [path, { open }] of this.#held) {
      if (paths.includes(path)) continue;
      this.#held.delete(path);
      open.close();
    }
  }

  /** The model of a file, loaded if it is not yet. @throws SarviError `model-load-failed`, `cancelled` */
  async open(model: ScoredModel, watch: LoadWatch): Promise<OpenModel> {
    const key = `${await versionOf(model.path)} ${model.gpuLayers}`;
    const held = this.#held.get(model.path);
    if (held?.key === key) return held.open;
    this.#held.delete(model.path);
    held?.open.close();
    const file = await this.vocabularyOf(model.path);
    watch.clearComplaints();
    watch.onLoading(0);
    const open = await openModel(this.#llama, model, file, {
      complaint: watch.complaint,
      onProgress: (fraction) => {
        watch.onLoading(fraction);
        return !watch.isCancelled();
      },
    });
    this.#held.set(model.path, { key, open });
    return open;
  }
}

async function versionOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    throw new SarviError('model-file-missing', { name: basename(path), path }, { cause: error });
  }
}
