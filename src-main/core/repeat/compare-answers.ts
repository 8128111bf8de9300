import type { TokenChoice } from '#contract/generation-record';
import type { Repeat } from '#contract/repeats';

/** One token of the repeat: where its text begins in all that was said, and what else was likely there. */
export interface RepeatedToken {
  /** UTF-16 units that were said before it. */
  readonly at: number;
  readonly choice: TokenChoice;
}

type Difference = Repeat['difference'];

/**
 * The first word in which two answers differ, with the probabilities of both in the repeat; null when they are the
 * same.
 *
 * @param isPart - the original was cut off: what the repeat says after its end does not count
 */
export function compareAnswers(
  original: string,
  repeated: string,
  tokens: readonly RepeatedToken[],
  isPart: boolean,
): Difference {
  if (original === repeated || (isPart && repeated.startsWith(original))) return null;
  const place = firstDifference(original, repeated);
  const begin = wordBegin(original, repeated, place);
  const { chosen, other } = weigh(original, tokens, place);
  return {
    word: countWords(original.slice(0, begin)) + 1,
    original: { text: wordAt(original, begin), probability: other },
    repeated: { text: wordAt(repeated, begin), probability: chosen },
  };
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function firstDifference(one: string, other: string): number {
  let place = 0;
  while (place < one.length && place < other.length && one[place] === other[place]) place += 1;
  return place;
}

/** Where the first word that differs begins; both answers are the same up to there. */
function wordBegin(original: string, repeated: string, place: number): number {
  // The word before is whole in both.
  if ([original, repeated].every((text) => /^(\s|$)/.test(text.slice(place)))) return place;
  return place - (/\S*$/.exec(original.slice(0, place))?.[0].length ?? 0);
}

function wordAt(text: string, begin: number): string {
  return /^\s*\S*/.exec(text.slice(begin))?.[0].trim() ?? '';
}

/** The probabilities of the token that the repeat chose where it left the original, and of the original's there. */
function weigh(
  original: string,
  tokens: readonly RepeatedToken[],
  place: number,
): { chosen: number | null; other: number | null } {
  // A token whose text was held back is said together with a later one.
  const first = tokens.findIndex(({ at }, index) => at <= place && (tokens[index + 1]?.at ?? Infinity) > place);
  const heldAt = tokens[first]?.at;
  const begin = heldAt === undefined ? -1 : tokens.findIndex(({ at }) => at === heldAt);
  let at = heldAt ?? 0;
  for (const { choice } of begin === -1 ? [] : tokens.slice(begin)) {
    if (choice.text !== '' && original.startsWith(choice.text, at)) {
      at += choice.text.length;
      continue;
    }
    const others = choice.alternatives.filter(({ token, text }) => {
      return token !== choice.token && text !== '' && original.startsWith(text, at);
    });
    // The longest piece of a word says most about what stands there.
    const [other] = others.sort((a, b) => b.text.length - a.text.length);
    return { chosen: choice.probability, other: other?.probability ?? null };
  }
  return { chosen: null, other: null };
}
