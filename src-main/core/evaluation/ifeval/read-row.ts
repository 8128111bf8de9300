import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';

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
  key: v.optional(v.nullable(v.pipe(v.number(), v.integer()))),
  prompt: v.string(),
  instruction_id_list: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_INSTRUCTIONS)),
  kwargs: v.pipe(v.array(Kwargs), v.maxLength(MOST_INSTRUCTIONS)),
};
const AnsweredFields = v.object({ ...RowFields, response: v.string() });

/**
 * A line of answers: a row of the data set with its `response`.
 *
 * @throws SarviError `verdict-refused`
 */
export function readAnsweredRow(text: string): AnsweredRow {
  const parsed = v.safeParse(AnsweredFields, parseJson(text));
  if (!parsed.success) throw otherForm(parsed.issues[0]);
  const { key, prompt, instruction_id_list, kwargs, response } = parsed.output;
  if (kwargs.length !== instruction_id_list.length) {
    throw refused(because('row-lengths', { instructions: instruction_id_list.length, kwargs: kwargs.length }));
  }
  return {
    key: key ?? null,
    prompt,
    instructionIds: instruction_id_list,
    kwargs: kwargs.map((given) => given ?? {}),
    response,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(because('row-not-json'));
  }
}

function otherForm(issue: v.BaseIssue<unknown>): SarviError {
  const field = v.getDotPath(issue) ?? '';
  return refused(because('row-field', { field, found: issue.received }));
}

function refused(reason: string): SarviError {
  return new SarviError('verdict-refused', { reason });
}
