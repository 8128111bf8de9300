import type { ArgumentsOf, Instruction, InstructionId } from './instruction-kinds.ts';
import type { Finding, Judge } from './judge.ts';
import * as content from './rules/content-rules.ts';
import * as format from './rules/format-rules.ts';
import * as keyword from './rules/keyword-rules.ts';
import * as language from './rules/language-rules.ts';
import * as length from './rules/length-rules.ts';

type Rules = {
  readonly [Id in InstructionId]: (text: string, given: ArgumentsOf<Id>, judge: Judge) => Finding;
};

const RULES: Rules = {
  'keywords:existence': keyword.keywordExists,
  'keywords:frequency': keyword.keywordFrequency,
  'keywords:forbidden_words': keyword.noForbiddenWords,
  'keywords:letter_frequency': keyword.letterFrequency,
  'language:response_language': language.responseLanguage,
  'length_constraints:number_sentences': length.numberOfSentences,
  'length_constraints:number_paragraphs': length.numberOfParagraphs,
  'length_constraints:number_words': length.numberOfWords,
  'length_constraints:nth_paragraph_first_word': length.nthParagraphFirstWord,
  'detectable_content:number_placeholders': content.numberOfPlaceholders,
  'detectable_content:postscript': content.postscript,
  'detectable_format:number_bullet_lists': format.numberOfBullets,
  'detectable_format:constrained_response': format.constrainedResponse,
  'detectable_format:number_highlighted_sections': format.numberOfHighlights,
  'detectable_format:multiple_sections': format.multipleSections,
  'detectable_format:json_format': format.jsonFormat,
  'detectable_format:title': format.title,
  'combination:two_responses': content.twoResponses,
  'combination:repeat_prompt': content.repeatsPrompt,
  'startend:end_checker': content.endsWithPhrase,
  'change_case:capital_word_frequency': language.capitalWordFrequency,
  'change_case:english_capital': language.englishCapital,
  'change_case:english_lowercase': language.englishLowercase,
  'punctuation:no_comma': content.hasNoComma,
  'startend:quotation': content.isQuoted,
};

/** @throws PatternFault for a keyword, splitter or marker that is no pattern of Python's */
export function checkInstruction(text: string, instruction: Instruction, judge: Judge): Finding {
  const rule = RULES[instruction.id] as (text: string, given: unknown, judge: Judge) => Finding;
  return rule(text, instruction.arguments, judge);
}
