import { gramsOf } from './grams.ts';
import type { LanguageProfiles } from './language-profiles.ts';

/** The library's own numbers. */
const ALPHA = 0.5;
const ALPHA_WIDTH = 0.05;
const BASE_FREQUENCY = 10_000;
const CONVERGED = 0.99999;
const MOST_STEPS = 1000;
const LEAST_PROBABILITY = 0.1;
/** The library makes seven, another time with other random numbers. More of them come nearer to what it says most often. */
const TRIALS = 35;

/**
 * The language of a text by the method of langdetect 1.0.9: of random sequences of its characters, which language is
 * likeliest; `unknown` where none is likely enough, null where the text has nothing to tell by. The random numbers are the
 * same each time.
 */
export function detectLanguage(text: string, profiles: LanguageProfiles): string | null {
  const [first] = languageProbabilities(text, profiles) ?? [];
  if (first === undefined) return null;
  return first.probability > LEAST_PROBABILITY ? first.language : 'unknown';
}

interface LanguageProbability {
  readonly language: string;
  readonly probability: number;
}

/** The likeliest first; null for a text without any known sequence. */
function languageProbabilities(text: string, profiles: LanguageProfiles): LanguageProbability[] | null {
  const { languages } = profiles;
  const grams = gramsOf(text, profiles);
  if (grams.length === 0) return null;
  const random = randomNumbers();
  const shares = new Map<string, Float64Array>();
  const sharesOf = (gram: string): Float64Array => {
    const known = shares.get(gram);
    if (known) return known;
    const dense = new Float64Array(languages.length);
    const sparse = profiles.grams.get(gram) ?? [];
    for (let at = 0; at < sparse.length; at += 2) dense[sparse[at] ?? 0] = sparse[at + 1] ?? 0;
    shares.set(gram, dense);
    return dense;
  };
  const totals = new Float64Array(languages.length);
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const weight = (ALPHA + gaussian(random) * ALPHA_WIDTH) / BASE_FREQUENCY;
    const probabilities = new Float64Array(languages.length).fill(1 / languages.length);
    for (let step = 0; ; step += 1) {
      const share = sharesOf(grams[Math.floor(random() * grams.length)] ?? '');
      for (let index = 0; index < share.length; index += 1) {
        probabilities[index] = (probabilities[index] ?? 0) * (weight + (share[index] ?? 0));
      }
      if (step % 5 === 0 && (normalize(probabilities) > CONVERGED || step >= MOST_STEPS)) break;
    }
    for (const [index, probability] of probabilities.entries()) {
      totals[index] = (totals[index] ?? 0) + probability / TRIALS;
    }
  }
  return languages
    .map((language, index) => ({ language, probability: totals[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
}

/** Divides by the sum. @returns the largest */
function normalize(probabilities: Float64Array): number {
  let sum = 0;
  for (const probability of probabilities) sum += probability;
  let largest = 0;
  for (const [index, probability] of probabilities.entries()) {
    probabilities[index] = probability / sum;
    largest = Math.max(largest, probability / sum);
  }
  return largest;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Numbers from 0 to 1 (mulberry32), the same for every text. */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
