import * as v from 'valibot';
import { checkRow, readRows, type ReadRows } from '../read-rows.ts';

/** One verdict of a judge on one turn. */
export interface Judgment {
  readonly questionId: number;
  readonly model: string;
  readonly judge: string;
  /** The name of the judge's prompt. */
  readonly promptName: string;
  readonly userPrompt: string;
  readonly judgment: string;
  /** Null without a score, which FastChat writes as -1. */
  readonly score: number | null;
  readonly turn: 1 | 2;
}

const NO_SCORE = -1;

const JudgmentRow = v.object({
  question_id: v.pipe(v.number(), v.safeInteger()),
  model: v.string(),
  judge: v.tuple([v.string(), v.string()]),
  user_prompt: v.string(),
  judgment: v.string(),
  score: v.pipe(v.number(), v.finite()),
  turn: v.picklist([1, 2]),
});

/** `model_judgment/<judge>_single.jsonl`, which has several models. @throws SarviError those of `readRows` */
export function readJudgments(path: string): Promise<ReadRows<Judgment>> {
  return readRows(path, {
    readRow: (value) => {
      const row = checkRow(JudgmentRow, value);
      return {
        questionId: row.question_id,
        model: row.model,
        judge: row.judge[0],
        promptName: row.judge[1],
        userPrompt: row.user_prompt,
        judgment: row.judgment,
        score: row.score === NO_SCORE ? null : row.score,
        turn: row.turn,
      };
    },
    keyOf: ({ questionId, model, judge, turn }) => JSON.stringify([questionId, turn, model, judge]),
  });
}

/** @param writtenAt - in milliseconds since 1970; FastChat writes seconds */
export function judgmentLine(judgment: Judgment, writtenAt: number): string {
  return JSON.stringify({
    question_id: judgment.questionId,
    model: judgment.model,
    judge: [judgment.judge, judgment.promptName],
    user_prompt: judgment.userPrompt,
    judgment: judgment.judgment,
    score: judgment.score ?? NO_SCORE,
    turn: judgment.turn,
    tstamp: writtenAt / 1000,
  });
}
