import * as v from 'valibot';
import { readRowList } from '../read-row-list.ts';
import { checkRow, type ReadRows } from '../read-rows.ts';

/** One instruction with a model's answer, as `model_outputs.json` has it. */
export interface AlpacaOutput {
  readonly instruction: string;
  /** Null in a file of instructions alone. */
  readonly output: string | null;
  /** The model's name. */
  readonly generator: string;
  /** Where the instruction comes from. */
  readonly dataset: string;
}

/** How alpaca_eval calls a model without a name. */
const UNNAMED = 'Current model';

const OutputRow = v.object({
  instruction: v.pipe(v.string(), v.nonEmpty()),
  output: v.optional(v.nullable(v.string()), null),
  generator: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty())), null),
  dataset: v.optional(v.nullable(v.string()), null),
});

/**
 * Instructions, or answers of a model or of the baseline: a JSON array as alpaca_eval writes it, or JSON lines.
 *
 * @throws SarviError those of `readRowList`
 */
export function readOutputs(path: string): Promise<ReadRows<AlpacaOutput>> {
  return readRowList(path, {
    readRow: (value) => {
      const { instruction, output, generator, dataset } = checkRow(OutputRow, value);
      return { instruction, output, generator: generator ?? UNNAMED, dataset: dataset ?? '' };
    },
    keyOf: ({ instruction }) => instruction,
  });
}
