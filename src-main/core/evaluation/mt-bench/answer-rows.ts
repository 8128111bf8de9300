import * as v from 'valibot';
import { checkRow, readRows, type ReadRows } from '../read-rows.ts';

/** A model's answers to one question, or reference answers. */
export interface MtBenchAnswer {
  readonly questionId: number;
  readonly model: string;
  /** One for each turn of the question. */
  readonly turns: readonly string[];
}

const AnswerRow = v.object({
  question_id: v.pipe(v.number(), v.safeInteger()),
  model_id: v.string(),
  /** FastChat judges the first one. */
  choices: v.pipe(
    v.array(v.object({ index: v.optional(v.number()), turns: v.pipe(v.array(v.string()), v.minLength(1)) })),
    v.minLength(1),
  ),
});

/** `model_answer/<model>.jsonl` or `reference_answer/<judge>.jsonl`. @throws SarviError those of `readRows` */
export function readAnswers(path: string): Promise<ReadRows<MtBenchAnswer>> {
  return readRows(path, {
    readRow: (value) => {
      const { question_id: questionId, model_id: model, choices } = checkRow(AnswerRow, value);
      return { questionId, model, turns: choices[0]?.turns ?? [] };
    },
    keyOf: ({ questionId }) => questionId,
  });
}

/** @param writtenAt - in milliseconds since 1970; FastChat writes seconds */
export function answerLine({ questionId, model, turns }: MtBenchAnswer, answerId: string, writtenAt: number): string {
  return JSON.stringify({
    question_id: questionId,
    answer_id: answerId,
    model_id: model,
    choices: [{ index: 0, turns }],
    tstamp: writtenAt / 1000,
  });
}
