import { open, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { digestFile } from '../digest-file.ts';
import { checkRow, malformedFile, readRows, RowCollection, type ReadRows, type RowReading } from '../read-rows.ts';

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

/** 805 long answers take about 2 MB. The whole array is parsed at once. */
const MOST_BYTES = 64 * 2 ** 20;
/** How alpaca_eval calls a model without a name. */
const UNNAMED = 'Current model';

const OutputRow = v.object({
  instruction: v.pipe(v.string(), v.nonEmpty()),
  output: v.optional(v.nullable(v.string()), null),
  generator: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty())), null),
  dataset: v.optional(v.nullable(v.string()), null),
});

const READING: RowReading<AlpacaOutput> = {
  readRow: (value) => {
    const { instruction, output, generator, dataset } = checkRow(OutputRow, value);
    return { instruction, output, generator: generator ?? UNNAMED, dataset: dataset ?? '' };
  },
  keyOf: ({ instruction }) => instruction,
};

/**
 * Instructions, or answers of a model or of the baseline: a JSON array as alpaca_eval writes it, or JSON lines.
 *
 * @throws SarviError `path-missing`, `path-unreadable`; `evaluation-file-malformed` for a file without a single row of use
 */
export async function readOutputs(path: string): Promise<ReadRows<AlpacaOutput>> {
  if (!(await isArray(path))) return readRows(path, READING);
  const { sha256 } = await digestFile(path, MOST_BYTES);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  const collected = new RowCollection(path, READING);
  for (const [index, value] of arrayOf(path, text).entries()) collected.add(index + 1, () => value);
  return { ...collected.finish(), sha256 };
}

export function outputsText(outputs: readonly AlpacaOutput[]): string {
  return `${JSON.stringify(outputs, null, 2)}\n`;
}

function arrayOf(path: string, text: string): readonly unknown[] {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown[];
  } catch {
    throw malformedFile(path, because('row-not-json'));
  }
}

/** Whether the first sign that is no white space opens an array. */
async function isArray(path: string): Promise<boolean> {
  await digestFile(path);
  const file = await open(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return /^\uFEFF?\s*\[/.test(buffer.subarray(0, bytesRead).toString('utf8'));
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file.close();
  }
}
