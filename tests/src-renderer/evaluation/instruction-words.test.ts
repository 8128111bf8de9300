import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createJudge } from '../../../src-main/core/evaluation/ifeval/create-judge.ts';
import { readLanguageProfiles } from '../../../src-main/core/evaluation/ifeval/detection/language-profiles.ts';
import {
  INSTRUCTION_ARGUMENTS,
  type InstructionId,
} from '../../../src-main/core/evaluation/ifeval/instruction-kinds.ts';
import { judgeAnswer } from '../../../src-main/core/evaluation/ifeval/judge-answer.ts';
import { ENGLISH_TABLES } from '../../../src-main/core/evaluation/ifeval/punkt/english-tables.ts';
import { readInstruction } from '../../../src-main/core/evaluation/ifeval/read-instruction.ts';
import { InstructionWords, type AskedInstruction } from '../../../src-renderer/evaluation/instruction-words.ts';
import { catalogues } from '../../../src-renderer/language/catalogues.ts';
import { Formats } from '../../../src-renderer/language/formats.ts';

const LANGUAGES = ['fi', 'en'] as const;
const wordsOf = (language: 'fi' | 'en'): InstructionWords =>
  new InstructionWords(catalogues[language], new Formats(language), language);
const profiles = await readLanguageProfiles('resources');
const judge = createJudge({ profiles, tables: ENGLISH_TABLES, european: null });

type Case = [
  id: InstructionId,
  kwargs: Record<string, unknown>,
  fi: string,
  en: string,
  /** An answer that does not follow it, and why. */
  answer: string,
  whyFi: string,
  whyEn: string,
];

const CASES: readonly Case[] = [
  [
    'keywords:existence',
    { keywords: ['poro', 'lumi'] },
    'Vastauksessa esiintyy ”poro” ja ”lumi”.',
    'In the answer: “poro” and “lumi”.',
    'Lumi on maassa.',
    'Puuttuu ”poro”.',
    'Missing: “poro”.',
  ],
  [
    'keywords:frequency',
    { keyword: 'poro', frequency: 2, relation: 'at least' },
    'Vastauksessa esiintyy ”poro” vähintään 2 kertaa.',
    '“poro” is in the answer at least 2 times.',
    'Poro juoksi.',
    'Löytyi 1 kerran.',
    'Found: 1 time.',
  ],
  [
    'keywords:forbidden_words',
    { forbidden_words: ['yes', 'no'] },
    'Vastauksessa ei esiinny ”yes” tai ”no”.',
    'Not in the answer: “yes” or “no”.',
    'Well, no.',
    'Löytyi ”no”.',
    'Found: “no”.',
  ],
  [
    'keywords:letter_frequency',
    { letter: 'ä', let_frequency: 3, let_relation: 'less than' },
    'Vastauksessa on kirjain ”ä” alle 3 kertaa.',
    'The letter “ä” is in the answer fewer than 3 times.',
    'ääää',
    'Löytyi 4 kertaa.',
    'Found: 4 times.',
  ],
  [
    'language:response_language',
    { language: 'fi' },
    'Vastauksen kieli on suomi.',
    'The language of the answer is Finnish.',
    'The snow fell all night and the roads were closed in the morning.',
    'Tunnistettu kieli: englanti.',
    'Detected language: English.',
  ],
  [
    'length_constraints:number_sentences',
    { num_sentences: 5, relation: 'at least' },
    'Vastauksessa on vähintään 5 virkettä.',
    'The answer has at least 5 sentences.',
    'One. Two.',
    'Löytyi 2 virkettä.',
    'Found: 2 sentences.',
  ],
  [
    'length_constraints:number_paragraphs',
    { num_paragraphs: 3 },
    'Vastauksessa on tasan 3 kappaletta, ja niiden välissä on ***.',
    'The answer has exactly 3 paragraphs, with *** between them.',
    'a *** *** b',
    'Kahden *** välissä on tyhjä kappale.',
    'A paragraph between two *** is empty.',
  ],
  [
    'length_constraints:number_words',
    { num_words: 1, relation: 'less than' },
    'Vastauksessa on alle 1 sana.',
    'The answer has fewer than 1 word.',
    'a',
    'Löytyi 1 sana.',
    'Found: 1 word.',
  ],
  [
    'length_constraints:nth_paragraph_first_word',
    { num_paragraphs: 2, nth_paragraph: 2, first_word: 'Silti' },
    'Vastauksessa on tasan 2 kappaletta, niiden välissä on tyhjä rivi, ja 2. kappaleen alussa on ”Silti”.',
    'The answer has exactly 2 paragraphs, with an empty line between them, and paragraph 2 begins with “Silti”.',
    'Yksi.\n\nMutta kaksi.',
    'Kappaleen alussa on ”mutta”.',
    'The paragraph begins with “mutta”.',
  ],
  [
    'detectable_content:number_placeholders',
    { num_placeholders: 2 },
    'Vastauksessa on vähintään 2 täydennettävää kohtaa hakasulkeissa, esimerkiksi [nimi].',
    'The answer has at least 2 placeholders in square brackets, such as [name].',
    'Hei [nimi]',
    'Löytyi 1 täydennettävä kohta.',
    'Found: 1 placeholder.',
  ],
  [
    'detectable_content:postscript',
    { postscript_marker: 'P.S.' },
    'Vastauksessa on jälkikirjoitus, jonka alussa on ”P.S.”.',
    'The answer has a postscript after “P.S.”.',
    'Terveisin',
    'Jälkikirjoitusta ei löytynyt.',
    'No postscript was found.',
  ],
  [
    'detectable_format:number_bullet_lists',
    { num_bullets: 2 },
    'Vastauksessa on tasan 2 luettelon kohtaa: rivin alussa on * tai -.',
    'The answer has exactly 2 bullet points: lines that begin with * or -.',
    '- a',
    'Löytyi 1 luettelon kohta.',
    'Found: 1 bullet point.',
  ],
  [
    'detectable_format:constrained_response',
    {},
    'Vastauksessa on jokin näistä: ”Vastaukseni on kyllä.”, ”Vastaukseni on ei.” tai ”Vastaukseni on ehkä.”.',
    'One of these is in the answer: “Vastaukseni on kyllä.”, “Vastaukseni on ei.”, or “Vastaukseni on ehkä.”.',
    'Kyllä.',
    'Mitään niistä ei löytynyt.',
    'None of it was found.',
  ],
  [
    'detectable_format:number_highlighted_sections',
    { num_highlights: 2 },
    'Vastauksessa on vähintään 2 korostettua kohtaa, merkittyinä *tällä tavalla*.',
    'The answer has at least 2 highlighted parts, marked *like this*.',
    '*a*',
    'Löytyi 1 korostettu kohta.',
    'Found: 1 highlighted part.',
  ],
  [
    'detectable_format:multiple_sections',
    { section_spliter: 'PÄIVÄ', num_sections: 2 },
    'Vastauksessa on vähintään 2 osaa, ja jokaisen merkkinä on ”PÄIVÄ” ja numero.',
    'The answer has at least 2 sections, each marked with “PÄIVÄ” and a number.',
    'PÄIVÄ 1',
    'Löytyi 1 osa.',
    'Found: 1 section.',
  ],
  [
    'detectable_format:json_format',
    {},
    'Koko vastaus on JSON-muodossa.',
    'The whole answer is JSON.',
    '{',
    'Tekstiä ei voi lukea JSON-muotoisena.',
    'The text cannot be read as JSON.',
  ],
  [
    'detectable_format:title',
    {},
    'Vastauksessa on otsikko kaksinkertaisissa kulmasulkeissa, <<näin>>.',
    'The answer has a title in double angle brackets, <<like this>>.',
    'Otsikko',
    'Otsikkoa ei löytynyt.',
    'No title was found.',
  ],
  [
    'combination:two_responses',
    {},
    'Vastauksia on kaksi erilaista, ja niiden välissä on ******.',
    'There are two different answers, with ****** between them.',
    'a ****** a',
    'Vastaukset ovat samat, tai niiden välissä on tyhjä vastaus.',
    'Both answers are the same, or there is an empty one between them.',
  ],
  [
    'combination:repeat_prompt',
    { prompt_to_repeat: 'Kerro lumesta.' },
    'Vastaus alkaa toistamalla ”Kerro lumesta.”.',
    'The answer begins by repeating “Kerro lumesta.”.',
    'Lumi on valkoista.',
    'Vastaus alkaa toisin.',
    'The answer begins in another way.',
  ],
  [
    'startend:end_checker',
    { end_phrase: 'Loppu.' },
    'Vastauksen lopussa on ”Loppu.”.',
    'The answer ends with “Loppu.”.',
    'Alku.',
    'Vastaus päättyy toisin.',
    'The answer ends in another way.',
  ],
  [
    'change_case:capital_word_frequency',
    { capital_frequency: 2, capital_relation: 'at least' },
    'Vastauksessa on vähintään 2 isoilla kirjaimilla kirjoitettua sanaa.',
    'The answer has at least 2 words in capital letters.',
    'HEI vaan',
    'Löytyi 1 isoilla kirjaimilla kirjoitettu sana.',
    'Found: 1 word in capital letters.',
  ],
  [
    'change_case:english_capital',
    {},
    'Vastaus on englanniksi ja kokonaan isoilla kirjaimilla.',
    'The answer is in English, and in capital letters only.',
    'Hello',
    'Kaikki kirjaimet eivät ole isoja.',
    'Not all letters are capitals.',
  ],
  [
    'change_case:english_lowercase',
    {},
    'Vastaus on englanniksi ja kokonaan pienillä kirjaimilla.',
    'The answer is in English, and in lower-case letters only.',
    'lumi on satanut koko yön ja tiet ovat ummessa aamulla',
    'Tunnistettu kieli: suomi.',
    'Detected language: Finnish.',
  ],
  [
    'punctuation:no_comma',
    {},
    'Vastauksessa ei ole pilkkuja.',
    'The answer has no commas.',
    'a, b, c',
    'Löytyi 2 pilkkua.',
    'Found: 2 commas.',
  ],
  [
    'startend:quotation',
    {},
    'Koko vastaus on suorissa lainausmerkeissä.',
    'The whole answer is in straight double quotation marks.',
    'Hei',
    'Lainausmerkki puuttuu alusta tai lopusta.',
    'A quotation mark is missing at the beginning or at the end.',
  ],
];

test('each kind of instruction has a sentence in both languages, and no other has', () => {
  const kinds = Object.keys(INSTRUCTION_ARGUMENTS).sort();
  expect(CASES.map(([id]) => id).sort()).toEqual(kinds);
  for (const language of LANGUAGES) expect(Object.keys(catalogues[language].instructions.asked).sort()).toEqual(kinds);
});

describe.each(CASES)('%s', (id, kwargs, fi, en, answer, whyFi, whyEn) => {
  test('says what is asked, and why the rules refuse an answer', () => {
    const [verdict] = judgeAnswer(answer, [readInstruction(id, kwargs).instruction], judge);
    if (!verdict) throw new Error('there is a verdict');
    expect(verdict.strict).toBe(false);
    const strict = { ...verdict, loose: false };
    const said = LANGUAGES.map((language) => [
      wordsOf(language).asked({ id, kwargs }, 'fi'),
      wordsOf(language).why({ id }, strict, answer),
    ]);
    expect(said).toEqual([
      [fi, whyFi],
      [en, whyEn],
    ]);
  });
});

test("every instruction of Sarvi's own sets is said whole", () => {
  for (const language of LANGUAGES) {
    const lines = readFileSync(`resources/ifeval/sarvi-${language}.jsonl`, 'utf8').trim().split('\n');
    for (const line of lines) {
      const row = JSON.parse(line) as { instruction_id_list: string[]; kwargs: AskedInstruction['kwargs'][] };
      for (const [index, id] of row.instruction_id_list.entries()) {
        const sentence = wordsOf(language).asked({ id, kwargs: row.kwargs[index] ?? {} }, language);
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toMatch(/undefined|null|NaN|””|“”|\s\s|arvottu|drawn/);
      }
    }
  }
});

test('a blank answer, a loose verdict, what is not given, and a kind of a later version are said too', () => {
  const words = wordsOf('en');
  const loose = { strict: false, loose: true };
  expect(words.why({ id: 'punctuation:no_comma' }, { strict: false, loose: false }, ' \n')).toMatch(/is empty/);
  expect(words.why({ id: 'startend:quotation' }, loose, '*"a"*')).toMatch(/missing.*It counts without the first line/);
  expect([words.verdict({ strict: true, loose: true }), words.verdict(loose)]).toEqual([
    'Followed',
    'Followed loosely',
  ]);
  expect(words.asked({ id: 'length_constraints:number_words', kwargs: { num_words: null } }, 'en')).toBe(
    'The answer has a number drawn at random.',
  );
  expect(words.asked({ id: 'future:kind', kwargs: {} }, 'en')).toBe('future:kind');
  expect(words.asked({ id: 'language:response_language', kwargs: { language: '??' } }, 'en')).toMatch(/\?\?/);
});
