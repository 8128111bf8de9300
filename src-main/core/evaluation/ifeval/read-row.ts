import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

/** What IFEval asks in one prompt, as its data files say it. */
export interface IfevalRow {
  /** The data set's own number; null in files that have none. */
  readonly key: number | null;
  readonly prompt: string;
  readonly instructionIds: readonly string[];
  readonly kwargs: readonly Readonly<Record<string, unknown>>[];
}

export interface AnsweredRow extends IfevalRow {
  readonly response: string;
}

const MOST_INSTRUCTIONS = 100;
const Kwargs = v.nullable(v.record(v.string(), v.unknown()));

const RowFields = {
  key: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger()))),
  prompt: v.string(),
  instruction_id_list: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_INSTRUCTIONS)),
  kwargs: v.pipe(v.array(Kwargs), v.maxLength(MOST_INSTRUCTIONS)),
};
const Row = v.object(RowFields);
/** Answers of any origin may name their rows as they like. */
const Answered = v.object({ ...RowFields, key: v.optional(v.unknown()), response: v.string() });

/** A row of the data set. @throws SarviError `verdict-refused` */
export function readRow(value: unknown): IfevalRow {
  const parsed = v.safeParse(Row, value);
  if (!parsed.success) throw otherForm(parsed.issues[0]);
  return rowOf(parsed.output);
}

/** A row of the data set with its `response`. @throws SarviError `verdict-refused` */
export function readAnsweredRow(value: unknown): AnsweredRow {
  const parsed = v.safeParse(Answered, value);
  if (!parsed.success) throw otherForm(parsed.issues[0]);
  const { key, response } = parsed.output;
  return { ...rowOf({ ...parsed.output, key: typeof key === 'number' ? key : null }), response };
}

/** A line of a file as JSON; null is a line that is too long. @throws SarviError `verdict-refused` */
export function parseLine(text: string | null): unknown {
  if (text === null) throw refused(because('row-too-long'));
  try {
    return JSON.parse(text);
  } catch {
    throw refused(because('row-not-json'));
  }
}

function rowOf({ key, prompt, instruction_id_list, kwargs }: v.InferOutput<typeof Row>): IfevalRow {
  if (kwargs.length !== instruction_id_list.length) {
    throw refused(because('row-lengths', { instructions: instruction_id_list.length, kwargs: kwargs.length }));
  }
  return {
    key: key ?? null,
    prompt,
    instructionIds: instruction_id_list,
    kwargs: kwargs.map((given) => given ?? {}),
  };
}

function otherForm(issue: v.BaseIssue<unknown>): SarviError {
  const field = v.getDotPath(issue);
  if (field === null) return refused(because('row-not-object', { found: issue.received }));
  return refused(because('row-field', { field, found: issue.received }));
}

function refused(reason: Reason): SarviError {
  return new SarviError('verdict-refused', { reason });
}
