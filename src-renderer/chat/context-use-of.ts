import type { AppState } from '../state/app.svelte.ts';
import { contextUse, type ContextUse } from '../state/context-use.ts';
import { windowOf } from '../state/window-of.ts';

/** The use of the open conversation's window. */
export function contextUseOf(app: AppState): ContextUse {
  const { chat } = app;
  return contextUse(chat.branch, chat.generation, windowOf(app, chat.modelId));
}
