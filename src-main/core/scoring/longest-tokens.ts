import type { ScoredText } from './protocol.ts';

/** Finnish has about three bytes per token, other scripts fewer. */
const BYTES_PER_TOKEN = 2;
/** The tokens that a chat template adds around the messages. */
const TEMPLATE_TOKENS = 256;

/** The most tokens that a text can have, to estimate memory before any model is loaded. */
export function longestTokens(text: ScoredText): number {
  if (text.kind === 'tokens') return text.tokens.length;
  const texts = [text.answer, ...text.messages.map(({ content }) => content)];
  const bytes = texts.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  return TEMPLATE_TOKENS + Math.ceil(bytes / BYTES_PER_TOKEN);
}
