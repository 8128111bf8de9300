import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { digestFile } from '../digest-file.ts';
import { checkRow, malformedFile, RowCollection, type ReadRows } from '../read-rows.ts';

/** One instruction with a model's answer, as `model_outputs.json` has it. */
export interface AlpacaOutput {
  readonly instruction: string;
  readonly output: string;
  /** The model's name. */
  readonly generator: string;
  /** Where the instruction comes from. */
  readonly dataset: string;
}

/** 805 long answers take about 2 MB. The whole array is parsed at once. */
const MOST_BYTES = 64 * 2 ** 20;
const UNNAMED = 'Current model';

const OutputRow = v.object({
  instruction: v.pipe(v.string(), v.nonEmpty()),
  output: v.string(),
  generator: v.optional(v.pipe(v.string(), v.nonEmpty()), UNNAMED),
  dataset: v.optional(v.nullable(v.string()), ''),
});

/**
 * Answers of a model or of the baseline: a JSON array, in the order of the instructions.
 *
 * @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed` for a file without a single row of use
 */
export async function readOutputs(path: string): Promise<ReadRows<AlpacaOutput>> {
  const { sha256 } = await digestFile(path, MOST_BYTES);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  const collected = new RowCollection<AlpacaOutput>(path, {
    readRow: (value) => {
      const { dataset, ...row } = checkRow(OutputRow, value);
      return { ...row, dataset: dataset ?? '' };
    },
    keyOf: ({ instruction }) => instruction,
  });
  for (const [index, value] of arrayOf(path, text).entries()) collected.add(index + 1, () => value);
  return { ...collected.finish(), sha256 };
}

export function outputsText(outputs: readonly AlpacaOutput[]): string {
  return `${JSON.stringify(outputs, null, 2)}\n`;
}

function arrayOf(path: string, text: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw malformedFile(path, because('row-not-json'));
  }
  if (!Array.isArray(parsed)) throw malformedFile(path, because('not-a-list'));
  return parsed;
}
