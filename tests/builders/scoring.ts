/** The real scoring process, run from the sources. */
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { EngineModel } from '../../src-main/core/engine/engine-model.ts';
import type { ScoredModel, ScoredText, ScoringOutcome, ScoringTask } from '../../src-main/core/scoring/protocol.ts';
import { ScoringConnection } from '../../src-main/core/scoring/scoring-connection.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';
import { conversionPorts } from './conversion-ports.ts';

const SCORING_ENTRY = fileURLToPath(new URL('../../src-main/scoring-process/main.ts', import.meta.url));

export const SCORING_PORTS = {
  spawn: forkChild,
  entries: { ...conversionPorts.entries, scoring: SCORING_ENTRY },
};

/** Ended when the test ends. */
export function openScoring(): ScoringConnection {
  const connection = new ScoringConnection(SCORING_PORTS);
  onTestFinished(() => connection.end());
  return connection;
}

export function useOf({ name, path, adapters = [] }: EngineModel, threads = 1): ScoredModel {
  return { name, path, adapters, gpuLayers: 0, threads };
}

export function scoreWith(
  connection: ScoringConnection,
  models: ScoringTask['models'],
  text: ScoredText,
  more: Partial<Pick<ScoringTask, 'mostLikely' | 'distributionPath'>> & { signal?: AbortSignal } = {},
): Promise<ScoringOutcome> {
  const { signal = new AbortController().signal, mostLikely = 5, distributionPath = null } = more;
  const task = { kind: 'score', backend: 'cpu', models, text, mostLikely, distributionPath } as const;
  return connection.run(task, { signal, onProgress: () => undefined });
}

export function answerText(question: string, answer: string): ScoredText {
  const messages = [{ role: 'user', content: question }];
  return { kind: 'answer', messages, answer, withEnd: true, tellsDate: false };
}
