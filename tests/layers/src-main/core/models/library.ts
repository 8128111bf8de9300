import type { Cycle } from './cycle.ts';
export interface Library {
  readonly cycle: Cycle;
}
