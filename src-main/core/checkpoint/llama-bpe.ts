/**
 * Llama 3's kind of tokenizer: byte-level BPE over pieces that one regular expression cuts. llama.cpp knows it as
 * `llama-bpe`; its own code stands in for the regular expression, so any other one would tokenize differently.
 */
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';

const PIECES =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** @throws SarviError `checkpoint-unsupported-tokenizer` */
export function refuseOtherKinds(tokenizer: JsonObject, model: JsonObject): void {
  const refuse = (found: string): never => {
    throw new SarviError('checkpoint-unsupported-tokenizer', { found });
  };
  if (model['type'] !== 'BPE') refuse(`model ${JSON.stringify(model['type']) ?? 'missing'}`);
  if (model['byte_fallback'] === true) refuse('BPE with byte_fallback');
  if (isObject(tokenizer['normalizer'])) refuse(`normalizer ${JSON.stringify(tokenizer['normalizer']['type'])}`);
  const before = tokenizer['pre_tokenizer'];
  if (!isObject(before)) return refuse('no pre_tokenizer');
  const list: unknown = before['pretokenizers'] ?? [before];
  const steps = Array.isArray(list) ? (list as unknown[]).filter(isObject) : [];
  const [split, byteLevel] = steps;
  const pattern = isObject(split?.['pattern']) ? split['pattern']['Regex'] : undefined;
  if (split?.['type'] !== 'Split' || pattern !== PIECES || split['behavior'] !== 'Isolated') {
    refuse(`pre_tokenizer ${JSON.stringify(pattern ?? split?.['type'] ?? null)}`);
  }
  if (steps.length !== 2 || byteLevel?.['type'] !== 'ByteLevel' || byteLevel['add_prefix_space'] === true) {
    refuse(`pre_tokenizer of ${steps.map((step) => String(step['type'])).join(', ')}`);
  }
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
 * Merges as llama.cpp writes them, `left right`; newer files give pairs instead, so that a piece may hold a space.
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
