import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';

/** A token that is matched in a text before BPE runs. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Control tokens: a user cannot write them. */
  readonly special: boolean;
  /** Whether it is matched in the normalized text, so that its own text is not rewritten. */
  readonly normalized: boolean;
}

/** The fields of `tokenizer_config.json` that name one special token each. */
const SPECIAL_FIELDS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map((name) => `${name}_token`);

/** @throws SarviError `checkpoint-malformed-tokenizer` */
export function parseAddedTokens(value: unknown, path: string): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(path, because('added-tokens-no-list'));
  return value.map((entry: unknown) => {
    if (!isObject(entry) || !isTokenId(entry['id']) || typeof entry['content'] !== 'string') {
      throw malformed(path, because('added-token-incomplete'));
    }
    const { id, content } = entry as { id: number; content: string };
    return { id, content, special: entry['special'] === true, normalized: entry['normalized'] === true };
  });
}

/**
 * All added tokens as transformers has them after it loads a tokenizer: `tokenizer.json` lists them,
 * `added_tokens_decoder` of `tokenizer_config.json` changes and extends them, and its other fields name the special
 * ones.
 *
 * @param idOf - the id of a token of the base vocabulary
 */
export function mergeAddedTokens(
  added: readonly AddedToken[],
  tokenizerConfig: JsonObject | null,
  idOf: (content: string) => number | undefined,
): Map<number, AddedToken> {
  const tokens = new Map(added.map((token) => [token.id, token]));
  const decoder = tokenizerConfig?.['added_tokens_decoder'];
  for (const [key, entry] of Object.entries(isObject(decoder) ? decoder : {})) {
    const id = Number(key);
    if (!isTokenId(id) || !isObject(entry) || typeof entry['content'] !== 'string') continue;
    const { content } = entry;
    tokens.set(id, { id, content, special: entry['special'] === true, normalized: entry['normalized'] === true });
  }
  const contents = new Set([...tokens.values()].map(({ content }) => content));
  for (const content of specialContents(tokenizerConfig)) {
    const id = idOf(content);
    if (id !== undefined && !contents.has(content)) tokens.set(id, { id, content, special: true, normalized: false });
  }
  return tokens;
}

/** The text of a token field: a string, or an object with a `content`. */
export function tokenText(entry: unknown): string | null {
  if (typeof entry === 'string') return entry;
  return isObject(entry) && typeof entry['content'] === 'string' ? entry['content'] : null;
}

function specialContents(tokenizerConfig: JsonObject | null): string[] {
  const more: unknown = tokenizerConfig?.['additional_special_tokens'];
  const entries = [
    ...SPECIAL_FIELDS.map((field) => tokenizerConfig?.[field]),
    ...(Array.isArray(more) ? (more as unknown[]) : []),
  ];
  return entries.map(tokenText).filter((content) => content !== null);
}

export function isTokenId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function malformed(path: string, reason: Reason): SarviError {
  return new SarviError('checkpoint-malformed-tokenizer', { path, reason });
}
