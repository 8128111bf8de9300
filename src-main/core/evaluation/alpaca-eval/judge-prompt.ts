import { readFile } from 'node:fs/promises';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { digestFile } from '../digest-file.ts';
import { malformedFile } from '../read-rows.ts';
import { LABELS } from './preference.ts';

export type AlpacaLanguage = 'en' | 'fi';

/** How a judge is asked which of two answers is better. It answers with nothing but the name of one, `m` or `M`. */
export interface PairPrompt {
  readonly name: string;
  readonly system: string;
  /** With the places `{instruction}`, `{output_1}` (the answer called m) and `{output_2}` (M). */
  readonly template: string;
}

const PLACE = /\{(instruction|output_1|output_2)\}/g;
const PLACES = ['instruction', 'output_1', 'output_2'];
/** A message in the files of alpaca_eval. */
const MESSAGE = /<\|im_start\|>(\w+)\n([\s\S]*?)\n?<\|im_end\|>/g;
const MOST_BYTES = 2 ** 20;

const [FIRST, SECOND] = LABELS;

/** Sarvi's own, in words of its own. */
export const OWN_PAIR_PROMPTS: Readonly<Record<AlpacaLanguage, PairPrompt>> = {
  en: {
    name: 'sarvi-pair-en',
    system:
      'You compare answers of AI models and choose the one that people would find better. You answer with its name.',
    template: `Two models, ${FIRST} and ${SECOND}, were given the same instruction. Decide which answer is better: which one is true, does what the instruction asks, and is clear. Neither the order of the answers nor their length is a reason.

=== Instruction ===
{instruction}

=== Answer of model ${FIRST} ===
{output_1}
=== End of the answer of model ${FIRST} ===

=== Answer of model ${SECOND} ===
{output_2}
=== End of the answer of model ${SECOND} ===

Which model’s answer is better? Write only its name, ${FIRST} or ${SECOND}: no quotation marks, no other words.`,
  },
  fi: {
    name: 'sarvi-pair-fi',
    system:
      'Vertailet tekoälymallien vastauksia ja valitset sen, jota ihmiset pitäisivät parempana. Vastaat sen mallin nimellä.',
    template: `Kaksi mallia, ${FIRST} ja ${SECOND}, sai saman ohjeen. Ratkaise, kumpi vastaus on parempi: kumpi pitää paikkansa, tekee sen, mitä ohjeessa pyydetään, ja on selkeää ja sujuvaa suomea. Vastausten järjestys tai pituus ei ole peruste.

=== Ohje ===
{instruction}

=== Mallin ${FIRST} vastaus ===
{output_1}
=== Mallin ${FIRST} vastaus päättyy ===

=== Mallin ${SECOND} vastaus ===
{output_2}
=== Mallin ${SECOND} vastaus päättyy ===

Kumman mallin vastaus on parempi? Kirjoita vain sen nimi, ${FIRST} tai ${SECOND}, ilman lainausmerkkejä ja muita sanoja.`,
  },
};

/**
 * A prompt file of alpaca_eval, such as `alpaca_eval_clf.txt`.
 *
 * @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed`
 */
export async function readPairPrompt(path: string): Promise<Omit<PairPrompt, 'name'>> {
  await digestFile(path, MOST_BYTES);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  const messages = new Map([...text.matchAll(MESSAGE)].map(([, role = '', content = '']) => [role, content]));
  const template = messages.get('user') ?? '';
  const places = new Set([...template.matchAll(PLACE)].map(([, place]) => place));
  if (PLACES.some((place) => !places.has(place))) throw malformedFile(path, because('pair-prompt-refused'));
  return { system: messages.get('system') ?? '', template };
}

/** @param outputs - in the order in which the judge sees them */
export function fillPairPrompt(
  template: string,
  instruction: string,
  [output1, output2]: readonly [string, string],
): string {
  const values: Readonly<Record<string, string>> = { instruction, output_1: output1, output_2: output2 };
  return template.replace(PLACE, (_, place: string) => values[place] ?? '');
}
