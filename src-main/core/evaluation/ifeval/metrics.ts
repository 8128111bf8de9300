import { bootstrapClusters } from '../../statistics/cluster-bootstrap.ts';
import type { Verdict } from './judge-answer.ts';

type Followed = Pick<Verdict, 'strict' | 'loose'>;

/** A share with its uncertainty. */
export interface Share {
  readonly value: number;
  /** Of the mean over prompts, as the harness computes it; null where it gives none. */
  readonly standardError: number | null;
  /** Of our own: the spread over samples of prompts, drawn with replacement. Null where the harness gives an error. */
  readonly bootstrapError: number | null;
}

/** IFEval's four numbers. */
export interface IfevalMetrics {
  readonly prompts: number;
  readonly instructions: number;
  readonly promptStrict: Share;
  readonly promptLoose: Share;
  readonly instructionStrict: Share;
  readonly instructionLoose: Share;
}

/** @param rows - the verdicts of each prompt; at least one */
export function computeMetrics(rows: readonly (readonly Followed[])[]): IfevalMetrics {
  return {
    prompts: rows.length,
    instructions: rows.reduce((sum, row) => sum + row.length, 0),
    promptStrict: promptShare(rows.map((row) => row.every(({ strict }) => strict))),
    promptLoose: promptShare(rows.map((row) => row.every(({ loose }) => loose))),
    instructionStrict: instructionShare(rows.map((row) => [row.filter(({ strict }) => strict).length, row.length])),
    instructionLoose: instructionShare(rows.map((row) => [row.filter(({ loose }) => loose).length, row.length])),
  };
}

/** All instructions of a prompt followed, or not. */
function promptShare(followed: readonly boolean[]): Share {
  const value = followed.filter(Boolean).length / followed.length;
  // Of one prompt there is no spread.
  const standardError = followed.length > 1 ? Math.sqrt((value * (1 - value)) / (followed.length - 1)) : null;
  return { value, standardError, bootstrapError: null };
}

/** @param counts - followed and all instructions of each prompt */
function instructionShare(counts: readonly (readonly [followed: number, all: number])[]): Share {
  return { value: shareOf(counts), standardError: null, bootstrapError: bootstrap(counts) };
}

function shareOf(counts: readonly (readonly [number, number])[]): number {
  let followed = 0;
  let all = 0;
  for (const [some, of] of counts) {
    followed += some;
    all += of;
  }
  return followed / all;
}

/** Instructions of one prompt hang together, so whole prompts are drawn. */
function bootstrap(counts: readonly (readonly [number, number])[]): number | null {
  return bootstrapClusters(counts, shareOf)?.standardError ?? null;
}
