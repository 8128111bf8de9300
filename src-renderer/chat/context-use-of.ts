import { DEFAULT_CONTEXT_TOKENS } from '#contract/context-window';
import type { AppState } from '../state/app.svelte.ts';
import { contextUse, type ContextUse } from '../state/context-use.ts';

/** The window of the open conversation: the loaded model's, or the one that would be created; a server's as it tells. */
export function contextUseOf({ chat, engine, models, remotes, settings }: AppState): ContextUse {
  const { modelId } = chat;
  const remote = remotes.find(modelId);
  if (remote) return contextUse(chat.branch, chat.generation, remote.contextTokens ?? DEFAULT_CONTEXT_TOKENS);
  const { status } = engine;
  const loaded = status.modelId === modelId ? status.contextTokens : null;
  const wanted = (modelId === null ? null : settings.current.contextTokens[modelId]) ?? DEFAULT_CONTEXT_TOKENS;
  const own = models.find(modelId)?.facts.contextTokens ?? wanted;
  return contextUse(chat.branch, chat.generation, loaded ?? Math.min(own, wanted));
}
