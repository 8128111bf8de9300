import type { ScoredText } from './protocol.ts';

/** Finnish has about three bytes to a token, and other scripts fewer. */
const BYTES_PER_TOKEN = 2;
/** What a chat template puts around the messages. */
const TEMPLATE_TOKENS = 256;

/** How many tokens a text may come to, for the memory that reading it takes; counted before any model is loaded. */
export function longestTokens(text: ScoredText): number {
  if (text.kind === 'tokens') return text.tokens.length;
  const texts = [text.answer, ...text.messages.map(({ content }) => content)];
  const bytes = texts.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  return TEMPLATE_TOKENS + Math.ceil(bytes / BYTES_PER_TOKEN);
}
