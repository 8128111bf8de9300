import { join } from 'node:path';
import * as v from 'valibot';
import { checkRow, readRows, type ReadRows } from '../read-rows.ts';

export type MtBenchLanguage = 'en' | 'fi';

/** One conversation of MT-Bench: a question and, for most, a second one about its answer. */
export interface MtBenchQuestion {
  readonly id: number;
  readonly category: string;
  readonly turns: readonly string[];
  /** What is right, turn by turn; empty without a reference. */
  readonly references: readonly string[];
}

/** The order of FastChat's plots. */
export const CATEGORIES = [
  'writing',
  'roleplay',
  'reasoning',
  'math',
  'coding',
  'extraction',
  'stem',
  'humanities',
] as const;

/** The judge sees a reference answer for these. */
const WITH_REFERENCE: readonly string[] = ['math', 'reasoning', 'coding'];

/** FastChat's own; another category is sampled like writing. */
const TEMPERATURES: Readonly<Record<string, number>> = {
  writing: 0.7,
  roleplay: 0.7,
  extraction: 0,
  math: 0,
  coding: 0,
  reasoning: 0,
  stem: 0.1,
  humanities: 0.1,
};
const OTHER_TEMPERATURE = 0.7;

const QuestionRow = v.object({
  question_id: v.pipe(v.number(), v.safeInteger()),
  category: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  turns: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1), v.maxLength(2)),
  reference: v.optional(v.nullable(v.pipe(v.array(v.string()), v.maxLength(2)))),
});

/** A file of FastChat's: `question.jsonl` or `question_fi.jsonl`. @throws SarviError those of `readRows` */
export function readQuestions(path: string): Promise<ReadRows<MtBenchQuestion>> {
  return readRows(path, {
    readRow: (value) => {
      const { question_id: id, category, turns, reference } = checkRow(QuestionRow, value);
      return { id, category, turns, references: reference ?? [] };
    },
    keyOf: ({ id }) => id,
  });
}

/** Sarvi's own set: 16 questions in each language, the same ones, two in each category. */
export function readOwnQuestions(resources: string, language: MtBenchLanguage): Promise<ReadRows<MtBenchQuestion>> {
  return readQuestions(join(resources, 'mt-bench', `sarvi-${language}.jsonl`));
}

export function needsReference({ category }: Pick<MtBenchQuestion, 'category'>): boolean {
  return WITH_REFERENCE.includes(category);
}

export function temperatureOf({ category }: Pick<MtBenchQuestion, 'category'>): number {
  return TEMPERATURES[category] ?? OTHER_TEMPERATURE;
}

/** A question as a line of FastChat's file. */
export function questionLine({ id, category, turns, references }: MtBenchQuestion): string {
  const reference = references.length === 0 ? {} : { reference: references };
  return JSON.stringify({ question_id: id, category, turns, ...reference });
}
