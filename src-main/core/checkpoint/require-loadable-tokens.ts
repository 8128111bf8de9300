import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { TOKEN_KIND, type TokenVocabulary } from './token-vocabulary.ts';

/**
 * Refuses what makes llama.cpp abort when it loads a model or reads a text: two tokens with the same text, and a
 * SentencePiece vocabulary that lacks a token for some byte.
 *
 * @throws SarviError `checkpoint-malformed-tokenizer`
 */
export function requireLoadableTokens({ model, tokens, kinds }: TokenVocabulary, path: string): void {
  const malformed = (reason: Reason): never => {
    throw new SarviError('checkpoint-malformed-tokenizer', { path, reason });
  };
  const shared = sharedText(tokens);
  if (shared !== null) malformed(shared);
  if (model !== 'llama') return;
  const texts = new Set(tokens);
  for (let byte = 0; byte < 256; byte += 1) {
    const token = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    if (!texts.has(token)) malformed(because('byte-token-missing', { token }));
  }
  const odd = tokens.findIndex((token, id) => kinds[id] === TOKEN_KIND.byte && !/^<0x[\dA-Fa-f]{2}>$/.test(token));
  if (odd >= 0) malformed(because('byte-token-is', { tokenId: odd, token: JSON.stringify(tokens[odd]) }));
}

/** What is wrong when two tokens have the same text, which makes llama.cpp abort; null when no two have. */
export function sharedText(tokens: readonly string[]): Reason | null {
  const ids = new Map<string, number>();
  for (const [id, token] of tokens.entries()) {
    const text = asLlamaReads(token, id);
    const first = ids.get(text);
    if (first !== undefined) return because('tokens-share-text', { token: JSON.stringify(text), first, second: id });
    ids.set(text, id);
  }
  return null;
}

/** llama.cpp reads UTF-8 up to the first NUL, and gives an empty token another name. */
function asLlamaReads(token: string, id: number): string {
  const [text = ''] = token.split('\0', 1);
  return text === '' ? `[EMPTY_${id}]` : text.toWellFormed();
}
