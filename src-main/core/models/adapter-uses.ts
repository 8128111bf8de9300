import { stat } from 'node:fs/promises';
import type { AdapterChoice } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import { readAdapterFile } from '../gguf/read-adapter-file.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';
import type { AdapterLibrary } from './adapter-library.ts';

/** An adapter that a model is about to use, with its present name. */
export interface ResolvedAdapter extends AdapterChoice {
  /** Absolute path of the GGUF file. */
  readonly path: string;
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/** How many pairs of model and adapter are remembered to fit. */
const MOST_REMEMBERED = 100;

/**
 * Finds the adapters of a conversation and checks that they fit its model, because llama.cpp would report it only after
 * the message is in the history. Headers are read once for each pair.
 */
export class AdapterUses {
  readonly #library: Pick<AdapterLibrary, 'pathOf' | 'nameOf'>;
  readonly #fitting = new Set<string>();

  constructor(library: Pick<AdapterLibrary, 'pathOf' | 'nameOf'>) {
    this.#library = library;
  }

  /**
   * Sorts the adapters, so that the same ones always give the same list.
   *
   * @throws SarviError `adapter-unknown`, `adapter-file-missing`, `adapter-mismatch`, and those of `readAdapterFile`
   *   and `readGgufParts`
   */
  async resolve(modelPath: string, choices: readonly AdapterChoice[]): Promise<ResolvedAdapter[]> {
    const sorted = choices.toSorted((a, b) => (a.adapterId < b.adapterId ? -1 : 1));
    const resolved: ResolvedAdapter[] = [];
    for (const choice of sorted) {
      const path = await this.#library.pathOf(choice);
      await this.#requireFit(modelPath, path);
      resolved.push({ ...choice, name: this.#library.nameOf(choice.adapterId) ?? choice.name, path });
    }
    return resolved;
  }

  async #requireFit(modelPath: string, adapterPath: string): Promise<void> {
    const key = `${await stateOf(modelPath)} ${await stateOf(adapterPath)}`;
    if (this.#fitting.has(key)) return;
    const [adapter, model] = [await readAdapterFile(adapterPath), await readGgufParts(modelPath)];
    requireFit(shapesOf(adapter.tensors), shapesOf(model.tensors));
    if (this.#fitting.size >= MOST_REMEMBERED) this.#fitting.clear();
    this.#fitting.add(key);
  }
}

/** @throws SarviError `adapter-mismatch` */
function requireFit(adapter: Shapes, model: Shapes): void {
  for (const [name, found] of adapter) {
    const [, matrix = name, part] = /^(.+)\.lora_([ab])$/.exec(name) ?? [];
    const wanted = model.get(matrix);
    if (!wanted) {
      throw new SarviError('adapter-mismatch', {
        tensor: matrix,
        expected: 'a matrix of the base model',
        found: 'none',
      });
    }
    // Both factors of embeddings are transposed.
    const [rows = 0, columns = 0] = matrix === 'token_embd.weight' ? wanted.toReversed() : wanted;
    const rank = adapter.get(`${matrix}.lora_b`)?.[1] ?? 0;
    const down = matrix === 'token_embd.weight' ? [columns, rank] : [rank, columns];
    const expected = part === undefined ? wanted : part === 'a' ? down : [rows, rank];
    if (expected.join() !== found.join()) {
      throw new SarviError('adapter-mismatch', {
        tensor: name,
        expected: expected.join(' x '),
        found: found.join(' x '),
      });
    }
  }
}

function shapesOf(tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]): Shapes {
  return new Map(tensors.map(({ name, shape }) => [name, shape]));
}

/** Empty for a missing file; its reader reports it. */
async function stateOf(path: string): Promise<string> {
  const file = await stat(path).catch(() => null);
  return JSON.stringify([path, file?.size, file?.mtimeMs]);
}
