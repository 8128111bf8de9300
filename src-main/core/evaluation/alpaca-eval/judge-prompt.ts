/**
 * Sarvi's own prompts for choosing between two answers. As in the official judge, the answers are called m and M and the
 * judge says nothing but one of these names.
 */
import { LABELS } from './preference.ts';

export type AlpacaLanguage = 'en' | 'fi';

export interface PairPrompt {
  readonly name: string;
  readonly system: string;
  readonly user: string;
}

interface Words {
  readonly system: string;
  readonly task: string;
  readonly instruction: string;
  readonly answer: (label: string) => string;
  readonly end: (label: string) => string;
  readonly question: string;
}

const [FIRST, SECOND] = LABELS;

const WORDS: Readonly<Record<AlpacaLanguage, Words>> = {
  en: {
    system:
      'You compare answers of AI models and choose the one that people would find better. You answer with its name.',
    task: `Two models, ${FIRST} and ${SECOND}, were given the same instruction. Decide which answer is better: which one is true, does what the instruction asks, and is clear. Neither the order of the answers nor their length is a reason.`,
    instruction: 'Instruction',
    answer: (label) => `Answer of model ${label}`,
    end: (label) => `End of the answer of model ${label}`,
    question: `Which model’s answer is better? Write only its name, ${FIRST} or ${SECOND}: no quotation marks, no other words.`,
  },
  fi: {
    system:
      'Vertailet tekoälymallien vastauksia ja valitset sen, jota ihmiset pitäisivät parempana. Vastaat sen mallin nimellä.',
    task: `Kaksi mallia, ${FIRST} ja ${SECOND}, sai saman ohjeen. Ratkaise, kumpi vastaus on parempi: kumpi pitää paikkansa, tekee sen, mitä ohjeessa pyydetään, ja on selkeää ja sujuvaa suomea. Vastausten järjestys tai pituus ei ole peruste.`,
    instruction: 'Ohje',
    answer: (label) => `Mallin ${label} vastaus`,
    end: (label) => `Mallin ${label} vastaus päättyy`,
    question: `Kumman mallin vastaus on parempi? Kirjoita vain sen nimi, ${FIRST} tai ${SECOND}, ilman lainausmerkkejä ja muita sanoja.`,
  },
};

/** @param answers - in the order in which the judge sees them */
export function pairPrompt(
  language: AlpacaLanguage,
  instruction: string,
  answers: readonly [string, string],
): PairPrompt {
  const words = WORDS[language];
  const shown = LABELS.map(
    (label, index) => `=== ${words.answer(label)} ===\n${answers[index] ?? ''}\n=== ${words.end(label)} ===`,
  );
  return {
    name: `sarvi-pair-${language}`,
    system: words.system,
    user: [words.task, `=== ${words.instruction} ===\n${instruction}`, ...shown, words.question].join('\n\n'),
  };
}
