import { DEFAULT_STATE_BUDGET_BYTES } from '#contract/settings';

const SHARE_OF_FREE = 0.05;

/**
 * How many bytes all states may take: the setting, else the smaller of the default and a share of the free space. The
 * space of existing states counts as free, otherwise they would push each other out.
 */
export function stateBudget(setting: number | null, freeBytes: number, usedBytes: number): number {
  if (setting !== null) return setting;
  return Math.min(DEFAULT_STATE_BUDGET_BYTES, Math.floor((freeBytes + usedBytes) * SHARE_OF_FREE));
}
