import type { InstructionId } from '../../src-main/core/evaluation/ifeval/instruction-kinds.ts';
import { ENGLISH_SENTENCES, FINNISH_SENTENCES, KEYWORDS, OTHER_SENTENCES, SIGNS } from './ifeval-pieces.ts';
import { pick, type Random } from './random.ts';

/** A line of answers, as `sarvi verdict` and the reference programs read it. */
export interface AnswerLine {
  readonly prompt: string;
  readonly response: string;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly Readonly<Record<string, unknown>>[];
}

type Kwargs = Readonly<Record<string, unknown>>;
const LETTERS = [...'aeiounst', 'ä', 'ö', 'å', 'Z', '#', '!', 'é'];
const LANGUAGES = ['en', 'fi', 'fr', 'de', 'es', 'pt', 'it', 'pl', 'bg', 'ru', 'hi', 'ja', 'ko', 'ar', 'vi', 'te'];
const FIRST_WORDS = ['the', 'The', 'mr', 'she', 'kissa', '“is', 'wait', 'section', 'it', 'my'];

const RELATIONS = ['less than', 'at least'];
const upTo = (random: Random, most: number): number => 1 + Math.floor(random() * most);

/** Arguments that answers of these pieces are near to. */
const ARGUMENTS: Readonly<Record<InstructionId, (random: Random) => Kwargs>> = {
  'keywords:existence': (random) => ({
    keywords: Array.from({ length: upTo(random, 2) }, () => pick(random, KEYWORDS)),
  }),
  'keywords:frequency': (random) => ({
    keyword: pick(random, KEYWORDS),
    frequency: upTo(random, 4),
    relation: pick(random, RELATIONS),
  }),
  'keywords:forbidden_words': (random) => ({
    forbidden_words: Array.from({ length: upTo(random, 2) }, () => pick(random, KEYWORDS)),
  }),
  'keywords:letter_frequency': (random) => ({
    letter: pick(random, LETTERS),
    let_frequency: upTo(random, 12),
    let_relation: pick(random, RELATIONS),
  }),
  'language:response_language': (random) => ({ language: pick(random, LANGUAGES) }),
  'length_constraints:number_sentences': (random) => ({
    num_sentences: upTo(random, 9),
    relation: pick(random, RELATIONS),
  }),
  'length_constraints:number_paragraphs': (random) => ({ num_paragraphs: upTo(random, 3) }),
  'length_constraints:number_words': (random) => ({ num_words: upTo(random, 40), relation: pick(random, RELATIONS) }),
  'length_constraints:nth_paragraph_first_word': (random) => {
    const num_paragraphs = upTo(random, 4);
    return { num_paragraphs, nth_paragraph: upTo(random, num_paragraphs), first_word: pick(random, FIRST_WORDS) };
  },
  'detectable_content:number_placeholders': (random) => ({ num_placeholders: upTo(random, 2) }),
  'detectable_content:postscript': (random) => ({
    postscript_marker: pick(random, ['P.S.', 'P.P.S', 'PS:', 'P.S', ' P.S. ']),
  }),
  'detectable_format:number_bullet_lists': (random) => ({ num_bullets: upTo(random, 3) }),
  'detectable_format:constrained_response': () => ({}),
  'detectable_format:number_highlighted_sections': (random) => ({ num_highlights: upTo(random, 3) }),
  'detectable_format:multiple_sections': (random) => ({
    section_spliter: pick(random, ['Section', 'SECTION', 'PARAGRAPH', 'Day', 'Jakso', 'JAKSO', ' Section ']),
    num_sections: upTo(random, 3),
  }),
  'detectable_format:json_format': () => ({}),
  'detectable_format:title': () => ({}),
  'combination:two_responses': () => ({}),
  'combination:repeat_prompt': (random) => ({
    prompt_to_repeat: pick(random, [...ENGLISH_SENTENCES, ...SIGNS.filter(Boolean)]),
  }),
  'startend:end_checker': (random) => ({
    end_phrase: pick(random, [
      'Any other questions?',
      'Then she left.',
      'matolla',
      '"quoted"',
      'PREVIOUSLY ',
      'No way!!!',
    ]),
  }),
  'change_case:capital_word_frequency': (random) => ({
    capital_frequency: upTo(random, 6),
    capital_relation: pick(random, RELATIONS),
  }),
  'change_case:english_capital': () => ({}),
  'change_case:english_lowercase': () => ({}),
  'punctuation:no_comma': () => ({}),
  'startend:quotation': () => ({}),
};

const SIGNS_OF: Partial<Record<InstructionId, RegExp>> = {
  'detectable_content:number_placeholders': /\[/,
  'detectable_content:postscript': /^p/i,
  'detectable_format:number_bullet_lists': /^\s*[-*•+]/,
  'detectable_format:number_highlighted_sections': /\*/,
  'detectable_format:multiple_sections': /section|jakso|day|paragraph/i,
  'detectable_format:title': /<</,
  'length_constraints:number_paragraphs': /\*\*\*/,
  'combination:two_responses': /\*{6}/,
};

const KINDS = Object.keys(ARGUMENTS) as InstructionId[];

/** What a data set asks in one prompt. */
type Asked = Pick<AnswerLine, 'prompt' | 'instruction_id_list' | 'kwargs'>;

/** An invented answer to a prompt of a data set. */
export function inventAnswerTo(random: Random, language: 'en' | 'fi', asked: Asked): AnswerLine {
  const { prompt, instruction_id_list, kwargs } = asked;
  return { ...asked, response: inventText(random, language, instruction_id_list as InstructionId[], kwargs, prompt) };
}

/** Invented answers with the instructions that they follow, or just miss. */
export function inventAnswer(random: Random, language: 'en' | 'fi'): AnswerLine {
  const ids = Array.from({ length: upTo(random, 3) }, () => pick(random, KINDS));
  const kwargs = ids.map((id) => ARGUMENTS[id](random));
  return { prompt: 'Write.', response: inventText(random, language, ids, kwargs), instruction_id_list: ids, kwargs };
}

function inventText(
  random: Random,
  language: 'en' | 'fi',
  ids: readonly InstructionId[],
  kwargs: readonly Kwargs[],
  prompt = 'Write.',
): string {
  const sentences =
    language === 'fi' ? [...FINNISH_SENTENCES, ...FINNISH_SENTENCES, ...ENGLISH_SENTENCES] : ENGLISH_SENTENCES;
  const share = random();
  // What a format asks for comes up more often in an answer to it.
  const signs = SIGNS.filter((sign) => ids.some((id) => SIGNS_OF[id]?.test(sign)));
  const parts = Array.from({ length: upTo(random, 7) }, () => {
    const value = random();
    if (value < 0.12) return wanted(random, kwargs);
    if (value < 0.12 + 0.4 * share) return pick(random, signs.length > 0 && random() < 0.7 ? signs : SIGNS);
    return value < 0.93 ? pick(random, sentences) : pick(random, OTHER_SENTENCES);
  });
  let text = random() < 0.1 ? `${prompt}\n` : '';
  for (const part of parts)
    text += part + pick(random, ['', ' ', ' ', ' ', '\n', '\n\n', '\n\n', '  ', '\n\n\n', '\r\n']);
  return wrap(random, text, ids);
}

/** A word that one of the instructions asks for. */
function wanted(random: Random, kwargs: readonly Kwargs[]): string {
  const texts = kwargs.flatMap((given) => Object.values(given).flat()).filter((value) => typeof value === 'string');
  return texts.length === 0 ? '' : pick(random, texts);
}

function wrap(random: Random, text: string, ids: readonly InstructionId[]): string {
  const value = random();
  if (ids.includes('change_case:english_capital') && value < 0.7) return text.toUpperCase();
  if (ids.includes('change_case:english_lowercase') && value < 0.7) return text.toLowerCase();
  if (ids.includes('startend:quotation') && value < 0.6) return `"${text}"`;
  if (ids.includes('detectable_format:json_format') && value < 0.6) {
    return (
      pick(random, ['```json\n', '```', '', '```Json```JSON']) +
      JSON.stringify({ text }) +
      pick(random, ['\n```', '', ',', '```'])
    );
  }
  if (value < 0.06) return `Sure! Here it is:\n${text}\nI hope this helps!`;
  if (value < 0.1) return `**${text}**`;
  return text;
}
