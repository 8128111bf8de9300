import { countLetters, proseOf } from './prose.ts';

/** An ISO 639-1 code, or `unsure`. */
export type JudgedLanguage = string;
export const UNSURE = 'unsure';

/** Scores of languages for one piece of text, from 0 to 1; empty if the text does not show its language. */
export type ScoreLanguages = (text: string) => Readonly<Record<string, number>>;

/** A text in two languages belongs to neither. */
const LEAST_SHARE = 0.7;
/** The lead that the likeliest language needs in a text of a single word, which is often a name. */
const LEAST_LEAD_OF_A_WORD = 0.15;
const LEAST_LEAD = 0.02;

/**
 * The language of most of an answer, measured in letters; `unsure` for a text without words, one in two languages, and
 * one that is too short.
 */
export function judgeLanguage(answer: string, score: ScoreLanguages): JudgedLanguage {
  const pieces = proseOf(answer);
  const isWord = pieces.length === 1 && !/\s/.test(pieces[0] ?? '');
  const letters = new Map<string, number>();
  let total = 0;
  for (const piece of pieces) {
    const count = countLetters(piece);
    const language = likeliest(score(piece), isWord ? LEAST_LEAD_OF_A_WORD : LEAST_LEAD);
    total += count;
    if (language !== null) letters.set(language, (letters.get(language) ?? 0) + count);
  }
  const [first] = [...letters].sort(([, a], [, b]) => b - a);
  return first !== undefined && first[1] >= LEAST_SHARE * total ? first[0] : UNSURE;
}

function likeliest(scores: Readonly<Record<string, number>>, leastLead: number): string | null {
  const [first, second] = Object.entries(scores).sort(([, a], [, b]) => b - a);
  if (first === undefined) return null;
  return first[1] - (second?.[1] ?? 0) >= leastLead ? first[0] : null;
}
