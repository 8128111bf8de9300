import type { GenerationRecord } from '#contract/generation-record';

/**
 * The record of an answer that was continued: counts and times are sums of all runs; model, sampling, seed and window
 * are those of the last run; the time to the first token is that of the first run.
 */
export function joinRecords(before: GenerationRecord, last: GenerationRecord): GenerationRecord {
  // The last run read the answer so far as a part of its prompt.
  const promptTokens = Math.max(0, last.freshTokens + last.cachedTokens - before.generatedTokens);
  const cachedTokens = Math.min(before.cachedTokens, promptTokens);
  const { draft, choices, ...rest } = last;
  return {
    ...rest,
    freshTokens: promptTokens - cachedTokens,
    cachedTokens,
    generatedTokens: before.generatedTokens + last.generatedTokens,
    timeToFirstTokenMs: before.timeToFirstTokenMs ?? last.timeToFirstTokenMs,
    promptMs: before.promptMs + last.promptMs,
    generationMs: before.generationMs + last.generationMs,
    continuations: (before.continuations ?? 0) + 1,
    ...(before.edited ? { edited: true as const } : {}),
    ...(before.draft || draft ? { draft: sumDrafts(before.draft, draft) } : {}),
    ...(before.choices && choices ? { choices: [...before.choices, ...choices] } : {}),
  };
}

type Draft = NonNullable<GenerationRecord['draft']>;

function sumDrafts(before: Draft | undefined, last: Draft | undefined): Draft {
  return {
    checkedTokens: (before?.checkedTokens ?? 0) + (last?.checkedTokens ?? 0),
    acceptedTokens: (before?.acceptedTokens ?? 0) + (last?.acceptedTokens ?? 0),
  };
}
