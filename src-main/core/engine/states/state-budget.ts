import { DEFAULT_STATE_BUDGET_BYTES } from '#contract/settings';

const SHARE_OF_FREE = 0.05;

/**
 * How many bytes kept states may take: what the settings say, else the smaller of the default and a share of the free
 * space. What the states take already counts as free, or they would push each other out.
 */
export function stateBudget(setting: number | null, freeBytes: number, usedBytes: number): number {
  if (setting !== null) return setting;
  return Math.min(DEFAULT_STATE_BUDGET_BYTES, Math.floor((freeBytes + usedBytes) * SHARE_OF_FREE));
}
