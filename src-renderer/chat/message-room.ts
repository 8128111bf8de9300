import type { AppState } from '../state/app.svelte.ts';
import { contextUseOf } from './context-use-of.ts';

/** The rest is for the system prompt, the template and the answer. */
const MESSAGE_SHARE = 0.75;

/** How many tokens a message may have, and how many of them its passages; estimates, as the texts' own counts are. */
export function roomIn(app: AppState): { readonly messageTokens: number; readonly shareTokens: number } {
  const { totalTokens } = contextUseOf(app);
  return {
    messageTokens: Math.floor(totalTokens * MESSAGE_SHARE),
    shareTokens: Math.max(64, Math.floor(totalTokens * app.longFiles.share)),
  };
}
