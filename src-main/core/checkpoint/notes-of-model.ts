import { because, type Reason } from '#contract/reasons';
import type { ModelConfig } from './model-config.ts';

/** The parts of a model's configuration that llama.cpp ignores. */
export function notesOfModel({ slidingWindow, ropeScaling, contextTokens }: ModelConfig): Reason[] {
  const notes: Reason[] = [];
  if (slidingWindow !== null) notes.push(because('sliding-window-not-used', { tokens: slidingWindow }));
  if (ropeScaling?.kind === 'dynamic') notes.push(because('dynamic-rope-not-used', { tokens: contextTokens }));
  return notes;
}
