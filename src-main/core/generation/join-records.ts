import type { GenerationRecord, RunSetup } from '#contract/generation-record';

/**
 * The record of an answer that was continued: what was generated and the times are sums of all runs; model, sampling,
 * seed and window are those of the last run; the prompt and the time to the first token are those of the first run. Of
 * an answer that was rewritten, what the original said is not counted: its text was cut.
 */
export function joinRecords(before: GenerationRecord, last: GenerationRecord): GenerationRecord {
  const { draft, choices, setup, ...rest } = last;
  const isRewritten = before.edited === true && before.continuations === undefined;
  const counted = isRewritten ? { generatedTokens: 0, generationMs: 0, timeToFirstTokenMs: null } : before;
  const keptTokens = isRewritten ? keptOf(before, last) : (before.keptTokens ?? null);
  const prompts = promptsOf(before, last);
  const joined = before.setup && setup ? joinSetups(before.setup, setup) : null;
  return {
    ...rest,
    freshTokens: before.freshTokens,
    cachedTokens: before.cachedTokens,
    generatedTokens: counted.generatedTokens + last.generatedTokens,
    ...(keptTokens === null ? {} : { keptTokens }),
    timeToFirstTokenMs: counted.timeToFirstTokenMs ?? last.timeToFirstTokenMs,
    promptMs: before.promptMs + last.promptMs,
    generationMs: counted.generationMs + last.generationMs,
    continuations: (before.continuations ?? 0) + 1,
    ...(prompts ? { continuedPrompts: prompts } : {}),
    ...(before.edited ? { edited: true as const } : {}),
    ...(before.draft || draft ? { draft: sumDrafts(before.draft, draft) } : {}),
    ...(before.choices && choices ? { choices: [...before.choices, ...choices] } : {}),
    ...(joined ? { setup: joined } : {}),
  };
}

/** The record of an answer that the user has rewritten: the figures are those of the original. */
export function rewrittenRecord(original: GenerationRecord): GenerationRecord {
  const {
    choices: _choices,
    continuations,
    continuedPrompts: _prompts,
    keptTokens: _kept,
    setup,
    ...figures
  } = original;
  // What is said of how it was computed must hold for each of its runs, and these are not told any more.
  return { ...figures, ...(setup && continuations === undefined ? { setup } : {}), edited: true };
}

/**
 * Tokens of the text that the rewritten answer had when it was continued: by so much the prompt has grown. Null where
 * the two prompts cannot be compared.
 */
function keptOf(before: GenerationRecord, last: GenerationRecord): number | null {
  const isSame =
    before.modelId === last.modelId &&
    before.memoryBeginsAt === last.memoryBeginsAt &&
    (before.memoryCutIds ?? []).join() === (last.memoryCutIds ?? []).join() &&
    [before, last].every(({ remote }) => remote?.counted !== false);
  const tokens = last.freshTokens + last.cachedTokens - before.freshTokens - before.cachedTokens;
  return isSame && tokens > 0 ? tokens : null;
}

type Prompts = NonNullable<GenerationRecord['continuedPrompts']>;

function promptsOf(before: GenerationRecord, last: GenerationRecord): Prompts | null {
  const { freshTokens, cachedTokens } = last;
  if (before.continuations === undefined) return { freshTokens, cachedTokens };
  const earlier = before.continuedPrompts;
  if (!earlier) return null;
  return {
    freshTokens: earlier.freshTokens + freshTokens,
    cachedTokens: earlier.cachedTokens + cachedTokens,
  };
}

/** What both runs were computed with; null when they were computed differently. */
function joinSetups(before: RunSetup, last: RunSetup): RunSetup | null {
  const keys = ['modelChecksum', 'llamaCpp', 'threads', 'gpuLayers', 'templateSha256', 'stateKey'] as const;
  if (keys.some((key) => before[key] !== last[key])) return null;
  return { ...before, alone: before.alone && last.alone };
}

type Draft = NonNullable<GenerationRecord['draft']>;

function sumDrafts(before: Draft | undefined, last: Draft | undefined): Draft {
  return {
    checkedTokens: (before?.checkedTokens ?? 0) + (last?.checkedTokens ?? 0),
    acceptedTokens: (before?.acceptedTokens ?? 0) + (last?.acceptedTokens ?? 0),
  };
}
