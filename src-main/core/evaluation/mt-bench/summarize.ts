import { bootstrapClusters } from '../../statistics/cluster-bootstrap.ts';
import type { Judgment } from './judgment-rows.ts';
import { CATEGORIES, type MtBenchQuestion } from './questions.ts';

/** A mean of scores; null where there are none. */
export interface MeanScore {
  readonly value: number | null;
  readonly scores: number;
}

export interface MtBenchSummary {
  /** The mean of all scores of both turns, which is MT-Bench's number. */
  readonly overall: MeanScore;
  /** Over questions, whose two turns belong together; FastChat gives none. Null for fewer than two questions. */
  readonly standardError: number | null;
  readonly firstTurn: MeanScore;
  readonly secondTurn: MeanScore;
  /** Those that the set has, in FastChat's order. */
  readonly categories: readonly ({ readonly category: string } & MeanScore)[];
  /** Judgments without a score; the mean leaves them out. */
  readonly withoutScore: number;
  /** Scores outside of 1 to 10, which count as they are. */
  readonly outsideScale: number;
}

const SCALE = { lowest: 1, highest: 10 };

type Judged = Pick<Judgment, 'questionId' | 'turn' | 'score'>;
type Scored = Judged & { readonly score: number };

export function summarizeJudgments(
  judgments: readonly Judged[],
  questions: readonly Pick<MtBenchQuestion, 'id' | 'category'>[],
): MtBenchSummary {
  const scored = judgments.filter((each): each is Scored => each.score !== null);
  const categoryOf = new Map(questions.map(({ id, category }) => [id, category]));
  return {
    overall: meanOf(scored),
    standardError: bootstrapError(scored),
    firstTurn: meanOf(scored.filter(({ turn }) => turn === 1)),
    secondTurn: meanOf(scored.filter(({ turn }) => turn === 2)),
    categories: inOrder([...new Set(categoryOf.values())]).map((category) => ({
      category,
      ...meanOf(scored.filter(({ questionId }) => categoryOf.get(questionId) === category)),
    })),
    withoutScore: judgments.length - scored.length,
    outsideScale: scored.filter(({ score }) => score < SCALE.lowest || score > SCALE.highest).length,
  };
}

function meanOf(scored: readonly Scored[]): MeanScore {
  const sum = scored.reduce((total, { score }) => total + score, 0);
  return { value: scored.length === 0 ? null : sum / scored.length, scores: scored.length };
}

/** Whole questions are drawn again. */
function bootstrapError(scored: readonly Scored[]): number | null {
  const questions = [...Map.groupBy(scored, ({ questionId }) => questionId).values()];
  return bootstrapClusters(questions, (drawn) => meanOf(drawn.flat()).value ?? Number.NaN)?.standardError ?? null;
}

function inOrder(found: readonly string[]): string[] {
  const known: readonly string[] = CATEGORIES;
  return [...known.filter((each) => found.includes(each)), ...found.filter((each) => !known.includes(each))];
}
