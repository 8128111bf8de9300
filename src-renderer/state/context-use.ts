import type { BranchMessage } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import type { Generation } from './generation.svelte.ts';

/** How a context window is taken, in tokens. */
export interface ContextUse {
  readonly totalTokens: number;
  /** Evaluated for the answer at hand, or written in it. */
  readonly freshTokens: number;
  /** In the cache before it. */
  readonly cachedTokens: number;
  readonly freeTokens: number;
  /** First message that the model sees; null when it sees all. */
  readonly memoryBeginsAt: MessageId | null;
}

/**
 * What the window holds now: by the answer that is being written, else by the last one of the branch.
 *
 * @param totalTokens - the window that the model has, or would have; counts where no answer tells its own
 */
export function contextUse(
  branch: readonly BranchMessage[],
  generation: Pick<Generation, 'contextTokens' | 'contextUsedTokens' | 'cachedTokens' | 'memoryBeginsAt'> | null,
  totalTokens: number,
): ContextUse {
  const isKnown = generation !== null && generation.contextTokens > 0;
  const source = isKnown ? generation : (branch.findLast((message) => message.generation)?.generation ?? null);
  const total = isKnown ? generation.contextTokens : totalTokens;
  const used = Math.min(total, source?.contextUsedTokens ?? 0);
  const cached = Math.min(used, source?.cachedTokens ?? 0);
  return {
    totalTokens: total,
    freshTokens: used - cached,
    cachedTokens: cached,
    freeTokens: total - used,
    memoryBeginsAt: source?.memoryBeginsAt ?? null,
  };
}
