import { DEFAULT_CONTEXT_TOKENS } from '#contract/context-window';
import type { AppState } from './app.svelte.ts';

/** The window of a model in tokens: the one it is loaded with, or that a load would create; a server's as it tells. */
export function windowOf({ engine, models, remotes, settings }: AppState, modelId: string | null): number {
  const remote = remotes.find(modelId);
  if (remote) return remote.contextTokens ?? DEFAULT_CONTEXT_TOKENS;
  const { status } = engine;
  const loaded = status.modelId === modelId ? status.contextTokens : null;
  const wanted = (modelId === null ? null : settings.current.contextTokens[modelId]) ?? DEFAULT_CONTEXT_TOKENS;
  return loaded ?? Math.min(models.find(modelId)?.facts.contextTokens || wanted, wanted);
}
