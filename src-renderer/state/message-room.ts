import type { AppState } from './app.svelte.ts';
import { contextUse } from './context-use.ts';
import { windowOf } from './window-of.ts';

/** The rest is for the system prompt, the template and the answer. */
const MESSAGE_SHARE = 0.75;

/** How many tokens a message may have, and how many of them its passages; estimates, as the texts' own counts are. */
export function roomIn(app: AppState): { readonly messageTokens: number; readonly shareTokens: number } {
  const { chat, longFiles } = app;
  const { totalTokens } = contextUse(chat.branch, chat.generation, windowOf(app, chat.modelId));
  return {
    messageTokens: Math.floor(totalTokens * MESSAGE_SHARE),
    shareTokens: Math.max(64, Math.floor(totalTokens * longFiles.share)),
  };
}
