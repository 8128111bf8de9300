import type { BranchMessage } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import type { Generation } from './generation.svelte.ts';

/** The use of a context window, in tokens. */
export interface ContextUse {
  readonly totalTokens: number;
  /** Evaluated or written for the present answer. */
  readonly freshTokens: number;
  /** Found in the cache. */
  readonly cachedTokens: number;
  readonly freeTokens: number;
  /** The first message that the model sees; null when it sees all. */
  readonly memoryBeginsAt: MessageId | null;
}

/**
 * The use by the answer that is being written, else by the last answer of the branch.
 *
 * @param totalTokens - the model's window; used when no answer states its own
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
