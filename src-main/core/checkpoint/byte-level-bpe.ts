/**
 * Byte-level BPE, as in Llama 3, Viking, SmolLM2 and Mistral Nemo. `tell-pre-tokenizer.ts` finds out how a text is cut
 * into pieces before BPE: llama.cpp has separate code for each way.
 */
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';

/** @throws SarviError `checkpoint-unsupported-tokenizer` */
export function refuseOtherKinds(model: JsonObject): void {
  const refuse = (found: string): never => {
    throw new SarviError('checkpoint-unsupported-tokenizer', { found });
  };
  if (model['type'] !== 'BPE') refuse(`model ${JSON.stringify(model['type']) ?? 'missing'}`);
  if (model['byte_fallback'] === true) refuse('BPE with byte_fallback');
}

/** BPE with byte fallback works on characters; its pre-tokenizer does not matter. */
export function isByteLevelBpe({ model }: JsonObject): boolean {
  return isObject(model) && model['type'] === 'BPE' && model['byte_fallback'] !== true;
}

interface Vocabulary {
  readonly tokens: ReadonlyMap<number, string>;
  readonly ids: ReadonlyMap<string, number>;
}

/**
 * @param size - of the model's vocabulary; an id beyond it has no embedding
 * @throws SarviError `checkpoint-malformed-tokenizer`
 */
export function readVocabulary(vocab: unknown, size: number, path: string): Vocabulary {
  if (!isObject(vocab)) throw malformed(path, because('no-vocabulary'));
  const tokens = new Map<number, string>();
  const ids = new Map<string, number>();
  for (const [token, id] of Object.entries(vocab)) {
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
      throw malformed(path, because('token-id-is', { token: JSON.stringify(token), tokenId: JSON.stringify(id) }));
    }
    if (id >= size) {
      throw malformed(path, because('token-id-too-large', { token: JSON.stringify(token), tokenId: id, size }));
    }
    const other = tokens.get(id);
    if (other !== undefined) {
      throw malformed(
        path,
        because('tokens-share-id', { first: JSON.stringify(other), second: JSON.stringify(token), tokenId: id }),
      );
    }
    tokens.set(id, token);
    ids.set(token, id);
  }
  return { tokens, ids };
}

/**
 * Merges in llama.cpp's form, `left right`. Newer files have pairs instead, because a piece may contain a space.
 *
 * @throws SarviError `checkpoint-malformed-tokenizer`
 */
export function parseMerges(merges: unknown, path: string): string[] {
  if (!Array.isArray(merges) || merges.length === 0) throw malformed(path, because('no-merges'));
  return merges.map((merge: unknown) => {
    if (typeof merge === 'string') return merge;
    if (Array.isArray(merge) && merge.length === 2 && merge.every((part) => typeof part === 'string')) {
      // U+0120 stands for a space.
      return merge.map((part) => part.replaceAll(' ', '\u0120')).join(' ');
    }
    throw malformed(path, because('merge-is', { merge: JSON.stringify(merge) }));
  });
}

function malformed(path: string, reason: Reason): SarviError {
  return new SarviError('checkpoint-malformed-tokenizer', { path, reason });
}
