import { describe, expect, test } from 'vitest';
import { createJudge } from '../../../../../src-main/core/evaluation/ifeval/create-judge.ts';
import { readLanguageProfiles } from '../../../../../src-main/core/evaluation/ifeval/detection/language-profiles.ts';
import { judgeAnswer } from '../../../../../src-main/core/evaluation/ifeval/judge-answer.ts';
import { computeMetrics } from '../../../../../src-main/core/evaluation/ifeval/metrics.ts';
import { ENGLISH_TABLES } from '../../../../../src-main/core/evaluation/ifeval/punkt/english-tables.ts';
import { splitSentences } from '../../../../../src-main/core/evaluation/ifeval/punkt/split-sentences.ts';
import { wordTokens } from '../../../../../src-main/core/evaluation/ifeval/punkt/word-tokens.ts';
import { jsonLoads } from '../../../../../src-main/core/evaluation/ifeval/python/json-loads.ts';
import { readInstruction } from '../../../../../src-main/core/evaluation/ifeval/read-instruction.ts';

const profiles = await readLanguageProfiles('resources');
const parts = { profiles, tables: ENGLISH_TABLES };
const english = createJudge({ ...parts, european: null });
const finnish = createJudge({ ...parts, european: () => null });

function judge(answer: string, id: string, kwargs: Record<string, unknown> = {}, by = english): [boolean, boolean] {
  const [verdict] = judgeAnswer(answer, [readInstruction(id, kwargs).instruction], by);
  return [verdict?.strict ?? false, verdict?.loose ?? false];
}

describe('an answer', () => {
  test.each<[answer: string, id: string, kwargs: Record<string, unknown>, strict: boolean, loose: boolean]>([
    [' \n\u0085', 'punctuation:no_comma', {}, false, false],
    ['Sure, here:\nno commas', 'punctuation:no_comma', {}, false, true],
    ['**"quoted"**', 'startend:quotation', {}, false, true],
    ['a * b', 'detectable_format:number_highlighted_sections', { num_highlights: 1 }, false, false],
    ['**a**', 'detectable_format:number_highlighted_sections', { num_highlights: 1 }, true, true],
    ['*\n- a\n---', 'detectable_format:number_bullet_lists', { num_bullets: 3 }, true, true],
    ['• a\n+ b\n1. c', 'detectable_format:number_bullet_lists', { num_bullets: 1 }, false, false],
    ['a *** *** b', 'length_constraints:number_paragraphs', { num_paragraphs: 2 }, false, false],
    ['***\na\n***\nb', 'length_constraints:number_paragraphs', { num_paragraphs: 2 }, true, true],
    ['a ****** b ******', 'combination:two_responses', {}, true, true],
    ['a ****** a', 'combination:two_responses', {}, false, false],
    ["don't 3.14 EU:n", 'length_constraints:number_words', { num_words: 6, relation: 'at least' }, true, true],
    ['a\u0301', 'keywords:existence', { keywords: ['á'] }, false, false],
    ['Word. word! wordy', 'keywords:frequency', { keyword: ' word ', frequency: 3, relation: 'at least' }, true, true],
    ['see p.s. x', 'detectable_content:postscript', { postscript_marker: 'P.S.' }, true, true],
    ['The C++ way', 'keywords:forbidden_words', { forbidden_words: ['C\\+\\+'] }, true, true],
    ['The C++11 way', 'keywords:forbidden_words', { forbidden_words: ['C\\+\\+'] }, false, false],
    ['[] [ ] [[x]]', 'detectable_content:number_placeholders', { num_placeholders: 3 }, true, true],
    [
      'Section1 Section 2',
      'detectable_format:multiple_sections',
      { section_spliter: 'Section', num_sections: 2 },
      true,
      true,
    ],
    ['<< >>', 'detectable_format:title', {}, false, false],
    ['"The end."', 'startend:end_checker', { end_phrase: 'the END.' }, true, true],
    [
      'SEE you AT 5, U.S. A-B',
      'change_case:capital_word_frequency',
      { capital_frequency: 4, capital_relation: 'at least' },
      true,
      true,
    ],
    [
      'a\n\n\n\n\'"So," b',
      'length_constraints:nth_paragraph_first_word',
      { num_paragraphs: 2, nth_paragraph: 1, first_word: 'A' },
      true,
      true,
    ],
    [
      'a\n\n\n\nb',
      'length_constraints:nth_paragraph_first_word',
      { num_paragraphs: 2, nth_paragraph: 2, first_word: 'b' },
      false,
      false,
    ],
    ['12345 😀', 'language:response_language', { language: 'en' }, true, true],
    ['My answer is no.', 'detectable_format:constrained_response', {}, true, true],
  ])('%j, %s, %j', (answer, id, kwargs, strict, loose) => expect(judge(answer, id, kwargs)).toEqual([strict, loose]));

  test('in Finnish has options of its own, and fails where no language is found', () => {
    const by = (answer: string, id: string, kwargs = {}) => judge(answer, id, kwargs, finnish);
    expect(by('Vastaukseni on ehkä.', 'detectable_format:constrained_response')).toEqual([true, true]);
    expect(by('My answer is maybe.', 'detectable_format:constrained_response')).toEqual([false, false]);
    expect(by('12345', 'language:response_language', { language: 'fi' })).toEqual([false, false]);
  });
});

test.each([
  ['{"a": 1, "a": NaN, "b": [-Infinity]}', true],
  [' "text" ', true],
  ['007', false],
  ['-NaN', false],
  ['[1,]', false],
  ['"a\nb"', false],
  ['\ufeff1', false],
  ['"\\ud800"', true],
  ['9'.repeat(4301), false],
  [`${'9'.repeat(4301)}.0`, true],
])('json.loads takes %j: %s', (text, taken) => expect(jsonLoads(text)).toBe(taken));

test.each([
  ['Mr. Smith met Dr. Lee. They talked.', ['Mr. Smith met Dr. Lee.', 'They talked.']],
  ['Hedelmiä, esim. omenoita ym. Ja muuta.', ['Hedelmiä, esim.', 'omenoita ym.', 'Ja muuta.']],
  ['Odota... Tulen.', ['Odota... Tulen.']],
  ['It is 3.14. Yes! (No?) Ok', ['It is 3.14.', 'Yes!', '(No?)', 'Ok']],
  ['“Stop.” He ran.', ['“Stop.”', 'He ran.']],
  ['No space.After it.', ['No space.After it.']],
  ['Wait!!! What?', ['Wait!!!', 'What?']],
  ['the U.S. economy', ['the U.S. economy']],
  ['', []],
])('the sentences of %j', (text, sentences) => expect(splitSentences(text, ENGLISH_TABLES)).toEqual(sentences));

test.each([
  ["I'M", ['I', "'M"]],
  ['U.S. and A-B.', ['U.S.', 'and', 'A-B', '.']],
  ['cannot "SAY" (it), 3,000.', ['can', 'not', '``', 'SAY', "''", '(', 'it', ')', ',', '3,000', '.']],
])('the words of %j', (sentence, tokens) => expect(wordTokens(sentence)).toEqual(tokens));

test('the four numbers have the errors of the harness, and for instructions one of Sarvi’s own', () => {
  const verdict = (strict: boolean, loose = strict) => ({ strict, loose });
  const metrics = computeMetrics([
    [verdict(true), verdict(false, true)],
    [verdict(true)],
    [verdict(false)],
    [verdict(true)],
  ]);
  expect(metrics).toMatchObject({
    prompts: 4,
    instructions: 5,
    promptStrict: { value: 0.5, standardError: Math.sqrt(0.25 / 3), bootstrapError: null },
    promptLoose: { value: 0.75, standardError: Math.sqrt((0.75 * 0.25) / 3) },
    instructionStrict: { value: 0.6, standardError: null },
    instructionLoose: { value: 0.8, standardError: null },
  });
  expect(metrics.instructionStrict.bootstrapError).toBeGreaterThan(0.1);
  expect(metrics.instructionStrict.bootstrapError).toBeLessThan(0.3);
});
