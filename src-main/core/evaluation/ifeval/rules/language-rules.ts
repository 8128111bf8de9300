import type { ArgumentsOf } from '../instruction-kinds.ts';
import type { Finding, Judge } from '../judge.ts';
import { isLower, isUpper } from '../python/text.ts';
import { wordTokens } from '../punkt/word-tokens.ts';
import { compare } from './compare.ts';

export function responseLanguage(
  text: string,
  { language }: ArgumentsOf<'language:response_language'>,
  judge: Judge,
): Finding {
  return judge.isInLanguage(text, language);
}

export function capitalWordFrequency(
  text: string,
  { capital_frequency, capital_relation }: ArgumentsOf<'change_case:capital_word_frequency'>,
  judge: Judge,
): Finding {
  const words = judge.sentences(text).flatMap(wordTokens);
  return compare(words.filter(isUpper).length, capital_relation, capital_frequency);
}

export function englishCapital(text: string, _: unknown, judge: Judge): Finding {
  return isUpper(text) ? judge.isEnglish(text) : { follows: false };
}

export function englishLowercase(text: string, _: unknown, judge: Judge): Finding {
  return isLower(text) ? judge.isEnglish(text) : { follows: false };
}
