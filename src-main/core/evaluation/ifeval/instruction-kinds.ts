/** What an argument of an instruction is. `bound` is a number from 0 on, which the harness draws where it is not given. */
type ArgumentKind = 'bound' | 'relation' | 'text' | 'texts';

/** Each instruction of IFEval with its arguments; for a bound, the range that the harness draws from. */
export const INSTRUCTION_ARGUMENTS = {
  'keywords:existence': { keywords: 'texts' },
  'keywords:frequency': { keyword: 'text', frequency: 'bound', relation: 'relation' },
  'keywords:forbidden_words': { forbidden_words: 'texts' },
  'keywords:letter_frequency': { letter: 'text', let_frequency: 'bound', let_relation: 'relation' },
  'language:response_language': { language: 'text' },
  'length_constraints:number_sentences': { num_sentences: 'bound', relation: 'relation' },
  'length_constraints:number_paragraphs': { num_paragraphs: 'bound' },
  'length_constraints:number_words': { num_words: 'bound', relation: 'relation' },
  'length_constraints:nth_paragraph_first_word': {
    num_paragraphs: 'bound',
    nth_paragraph: 'bound',
    first_word: 'text',
  },
  'detectable_content:number_placeholders': { num_placeholders: 'bound' },
  'detectable_content:postscript': { postscript_marker: 'text' },
  'detectable_format:number_bullet_lists': { num_bullets: 'bound' },
  'detectable_format:constrained_response': {},
  'detectable_format:number_highlighted_sections': { num_highlights: 'bound' },
  'detectable_format:multiple_sections': { section_spliter: 'text', num_sections: 'bound' },
  'detectable_format:json_format': {},
  'detectable_format:title': {},
  'combination:two_responses': {},
  'combination:repeat_prompt': { prompt_to_repeat: 'text' },
  'startend:end_checker': { end_phrase: 'text' },
  'change_case:capital_word_frequency': { capital_frequency: 'bound', capital_relation: 'relation' },
  'change_case:english_capital': {},
  'change_case:english_lowercase': {},
  'punctuation:no_comma': {},
  'startend:quotation': {},
} as const satisfies Record<string, Record<string, ArgumentKind>>;

export type InstructionId = keyof typeof INSTRUCTION_ARGUMENTS;

type ValueOf<Kind> = Kind extends 'bound'
  ? number
  : Kind extends 'relation'
    ? Relation
    : Kind extends 'texts'
      ? readonly string[]
      : string;

export type Relation = 'less than' | 'at least';
export const RELATIONS: readonly Relation[] = ['less than', 'at least'];

/** What an instruction asks, by the names of the data set. */
export type ArgumentsOf<Id extends InstructionId> = {
  readonly [Name in keyof (typeof INSTRUCTION_ARGUMENTS)[Id]]: ValueOf<(typeof INSTRUCTION_ARGUMENTS)[Id][Name]>;
};

export type Instruction = {
  readonly [Id in InstructionId]: { readonly id: Id; readonly arguments: ArgumentsOf<Id> };
}[InstructionId];

export function isInstructionId(id: string): id is InstructionId {
  return Object.hasOwn(INSTRUCTION_ARGUMENTS, id);
}
