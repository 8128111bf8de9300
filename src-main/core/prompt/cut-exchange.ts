import type { PromptMessage } from './prompt.ts';

/** Marks the place of the part that is left out. */
const LEFT_OUT = '… ';
/** With less room, the rest of an exchange is useless. */
const LEAST_TOKENS = 64;
/** The end of an answer gets at least this share of the room, even after a long question. */
const ANSWER_SHARE = 0.25;
/** How many steps the search for the cut may take; a cut that is found early may leave some room. */
const MOST_STEPS = 8;

type Count = (texts: readonly string[]) => Promise<readonly number[]>;

/**
 * Cuts a question and its answers to `roomTokens`: first the beginning of the last answer, then that of the question.
 * Where they are cut depends on the texts and the room alone.
 *
 * @param counts - tokens of each message
 * @returns null when there is no room worth having
 */
export async function cutExchange(
  messages: readonly PromptMessage[],
  counts: readonly number[],
  roomTokens: number,
  count: Count,
): Promise<PromptMessage[] | null> {
  if (roomTokens < LEAST_TOKENS) return null;
  const total = counts.reduce((sum, tokens) => sum + tokens, 0);
  const last = messages.length - 1;
  const answerTokens = counts[last] ?? 0;
  const others = total - answerTokens;
  const keptAnswer = Math.min(answerTokens, Math.max(roomTokens - others, Math.floor(roomTokens * ANSWER_SHARE)));
  const keptOthers = Math.min(others, roomTokens - keptAnswer);
  // A question with several answers in a row is rare; the room is shared by their lengths.
  const wanted = counts.map((tokens, index) =>
    index === last ? keptAnswer : Math.floor((tokens * keptOthers) / Math.max(1, others)),
  );
  return Promise.all(
    messages.map(async (message, index) => {
      const tokens = counts[index] ?? 0;
      const kept = wanted[index] ?? 0;
      return kept >= tokens ? message : { ...message, content: await endOf(message.content, tokens, kept, count) };
    }),
  );
}

/** The end of `text` with at most `kept` tokens, from the beginning of a word where there is one. */
async function endOf(text: string, tokens: number, kept: number, count: Count): Promise<string> {
  let start = Math.floor(text.length * (1 - kept / tokens));
  for (let step = 0; step < MOST_STEPS && start < text.length; step += 1) {
    start = wordAt(text, start);
    const end = LEFT_OUT + text.slice(start);
    const [found = 0] = await count([end]);
    if (found <= kept) return end;
    // Skips a little more than the excess, so that few steps are needed.
    start += Math.max(1, Math.ceil(((text.length - start) * (found - kept + 2)) / found));
  }
  return LEFT_OUT.trim();
}

function wordAt(text: string, start: number): number {
  const space = text.slice(start, start + 40).search(/\s\S/);
  if (space >= 0) return start + space + 1;
  // A cut between the two halves of a surrogate pair would leave half a character.
  return /[\uDC00-\uDFFF]/.test(text.charAt(start)) ? start + 1 : start;
}
