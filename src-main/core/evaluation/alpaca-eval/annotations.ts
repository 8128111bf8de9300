import * as v from 'valibot';
import { checkRow, RowFault, type ReadRows } from '../read-rows.ts';
import { because } from '#contract/reasons';
import { readRowList } from '../read-row-list.ts';

/** A judge's preference between two answers, as alpaca_eval's `annotations.json` has it. */
export interface Annotation {
  readonly instruction: string;
  /** The instruction's place in the data set, from 0 on. */
  readonly index: number;
  readonly dataset: string;
  readonly baseline: { readonly generator: string; readonly output: string };
  readonly model: { readonly generator: string; readonly output: string };
  /** The judge with its prompt. */
  readonly annotator: string;
  /** From 1, the baseline's answer is better, to 2; null when the judge gave none. */
  readonly preference: number | null;
}

const UNNAMED = { baseline: 'baseline', model: 'Current model', annotator: 'judge' };

const AnnotationRow = v.object({
  instruction: v.string(),
  index: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  dataset: v.optional(v.nullable(v.string()), null),
  output_1: v.string(),
  output_2: v.string(),
  generator_1: v.optional(v.string(), UNNAMED.baseline),
  generator_2: v.optional(v.string(), UNNAMED.model),
  annotator: v.optional(v.string(), UNNAMED.annotator),
  preference: v.nullable(v.number()),
});

/** Of old files: a draw. */
const OLD_DRAW = 0;
const DRAW = 1.5;

/**
 * Preferences, in the order of the instructions: a JSON array or JSON lines. Sarvi's own rows say the place of their
 * instruction; those of alpaca_eval have it by their order.
 *
 * @throws SarviError those of `readRowList`
 */
export async function readAnnotations(path: string): Promise<ReadRows<Annotation>> {
  let place = 0;
  return readRowList(path, {
    readRow: (value) => {
      const at = place;
      place += 1;
      const row = checkRow(AnnotationRow, value);
      const preference = row.preference === OLD_DRAW ? DRAW : row.preference;
      if (preference !== null && !(preference >= 1 && preference <= 2)) {
        throw new RowFault(because('row-field', { field: 'preference', found: String(preference) }));
      }
      const index = row.index ?? at;
      return {
        ...{ instruction: row.instruction, index, dataset: row.dataset ?? '', annotator: row.annotator, preference },
        baseline: { generator: row.generator_1, output: row.output_1 },
        model: { generator: row.generator_2, output: row.output_2 },
      };
    },
    keyOf: ({ instruction, model }) => JSON.stringify([instruction, model.generator]),
  });
}

export function annotationRow({ baseline, model, ...row }: Annotation): object {
  return {
    ...{ instruction: row.instruction, index: row.index, dataset: row.dataset },
    ...{ output_1: baseline.output, generator_1: baseline.generator },
    ...{ output_2: model.output, generator_2: model.generator },
    ...{ annotator: row.annotator, preference: row.preference },
  };
}
