import type { Message } from '#contract/messages';
import type { Scoring } from '#contract/scorings';

/** One token of an answer: how sure the model was of it, and what else it might have said there. */
export interface WeighedToken {
  readonly text: string;
  /** UTF-16 units of the answer before it. */
  readonly at: number;
  readonly probability: number;
  readonly others: readonly { readonly text: string; readonly probability: number }[];
}

/** What the record of an answer has; null without it, or where its tokens are not all of the text. */
export function weighedByRecord({ text, generation }: Pick<Message, 'text' | 'generation'>): WeighedToken[] | null {
  const tokens: WeighedToken[] = [];
  let at = 0;
  for (const { text: own, probability, token, alternatives } of generation?.choices ?? []) {
    if (at === text.length) break;
    const others = alternatives.filter((other) => other.token !== token);
    tokens.push({ text: own, at, probability, others });
    at += own.length;
  }
  return at === text.length && tokens.map((one) => one.text).join('') === text && at > 0 ? tokens : null;
}

/** What a model finds that reads the answer afterwards, at temperature 1. */
export function weighedByScoring({ tokens, withEnd }: Pick<Scoring, 'tokens' | 'withEnd'>): WeighedToken[] {
  let at = 0;
  return (withEnd ? tokens.slice(0, -1) : tokens).map(({ id, text, logprob, likeliest }) => {
    const others = likeliest.filter((other) => other.id !== id);
    const weighed = {
      text,
      at,
      probability: Math.exp(logprob),
      others: others.map((other) => ({ text: other.text, probability: Math.exp(other.logprob) })),
    };
    at += text.length;
    return weighed;
  });
}

/** Whether an answer can go on with it: control tokens and pieces of characters are no text. */
export function isPlainText(text: string): boolean {
  return text !== '' && !text.includes('\uFFFD') && !/^<.*>$/s.test(text);
}
