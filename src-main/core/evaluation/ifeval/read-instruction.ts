import { because, type Reason } from '#contract/reasons';
import {
  INSTRUCTION_ARGUMENTS,
  isInstructionId,
  RELATIONS,
  type Instruction,
  type InstructionId,
} from './instruction-kinds.ts';

/** What is wrong with an instruction as a row of a data set gives it. */
export class InstructionFault extends Error {
  override readonly name = 'InstructionFault';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

export interface ReadInstruction {
  readonly instruction: Instruction;
  /** Arguments that were not given. The harness draws them at random at each run; here they are drawn once for all. */
  readonly drawn: readonly string[];
}

/** From which numbers the harness draws a bound. */
const DRAWN_BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  frequency: [1, 3],
  let_frequency: [1, 10],
  num_sentences: [1, 20],
  num_paragraphs: [1, 5],
  num_words: [100, 500],
  num_placeholders: [1, 4],
  num_bullets: [1, 5],
  num_highlights: [1, 4],
  num_sections: [1, 5],
  capital_frequency: [1, 20],
};
const DRAWN_TEXTS: Readonly<Record<string, readonly string[]>> = {
  letter: [...'abcdefghijklmnopqrstuvwxyz'],
  language: ['en', 'es', 'pt', 'ar', 'hi', 'fr', 'ru', 'de', 'ja', 'it'],
  postscript_marker: ['P.S.', 'P.P.S'],
  section_spliter: ['Section', 'SECTION'],
  end_phrase: ['Any other questions?', 'Is there anything else I can help with?'],
};
/** Those that the harness can name; it stops at any other. */
const LANGUAGES = new Set(
  'ar bg bn de en es fa fi fr gu he hi it ja kn ko ml mr ne pa pl pt ru sw ta te th uk ur vi'.split(' '),
);
const MOST_TEXTS = 1000;

/**
 * One instruction with its arguments. As in the harness, null, 0, '' and [] count as not given.
 *
 * @throws InstructionFault for an unknown instruction, an argument that it does not have, and one of the wrong kind
 */
export function readInstruction(id: string, given: Readonly<Record<string, unknown>>): ReadInstruction {
  if (!isInstructionId(id)) throw new InstructionFault(because('instruction-unknown', { id }));
  const kinds: Readonly<Record<string, string>> = INSTRUCTION_ARGUMENTS[id];
  const values: Record<string, unknown> = {};
  const drawn: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!isGiven(value)) continue;
    if (!Object.hasOwn(kinds, name)) throw new InstructionFault(because('instruction-other-argument', { id, name }));
    values[name] = value;
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = readArgument(id, name, kind, values[name]);
    if (value === undefined) drawn.push(name);
    values[name] = value ?? drawArgument(id, name, kind);
  }
  limitParagraph(id, values, drawn);
  return { instruction: { id, arguments: values } as unknown as Instruction, drawn };
}

/** What Python takes for true. */
function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== '' && value !== 0 && value !== false;
}

function readArgument(
  id: InstructionId,
  name: string,
  kind: string,
  value: unknown,
): number | string | string[] | undefined {
  if (value === undefined) return undefined;
  const refuse = (): never => {
    throw new InstructionFault(because('instruction-wrong-argument', { id, name, found: shown(value) }));
  };
  switch (kind) {
    case 'bound':
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse();
      return value < 0 ? undefined : value;
    case 'relation':
      return RELATIONS.find((one) => one === value) ?? refuse();
    case 'texts':
      if (!Array.isArray(value) || !value.every((text) => typeof text === 'string')) return refuse();
      return value.length > MOST_TEXTS ? refuse() : value;
    default:
      if (typeof value !== 'string') return refuse();
      return name === 'language' && !LANGUAGES.has(value) ? refuse() : value;
  }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

/** The same draw for the same instruction, so that a verdict can be repeated. */
function drawArgument(id: InstructionId, name: string, kind: string): unknown {
  const place = `${id}: ${name}`;
  if (kind === 'relation') return chosen(RELATIONS, place);
  if (name === 'nth_paragraph') return 1;
  const texts = DRAWN_TEXTS[name];
  if (texts) return chosen(texts, place);
  const [least, most] = DRAWN_BOUNDS[name] ?? [];
  if (least === undefined || most === undefined)
    throw new InstructionFault(because('instruction-argument-missing', { id, name }));
  return least + (hash(place) % (most - least + 1));
}

/** A paragraph beyond the last is drawn anew. */
function limitParagraph(id: InstructionId, values: Record<string, unknown>, drawn: string[]): void {
  if (id !== 'length_constraints:nth_paragraph_first_word') return;
  const nth = Number(values['nth_paragraph']);
  if (!Number.isInteger(nth)) {
    throw new InstructionFault(because('instruction-wrong-argument', { id, name: 'nth_paragraph', found: nth }));
  }
  if (nth <= Number(values['num_paragraphs'])) return;
  values['nth_paragraph'] = 1;
  drawn.push('nth_paragraph');
}

function chosen<Value>(values: readonly Value[], place: string): Value | undefined {
  return values[hash(place) % values.length];
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}
