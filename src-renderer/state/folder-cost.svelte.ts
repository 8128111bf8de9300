import type { Folder } from '#contract/folders';
import { DEFAULT_CONTEXT_TOKENS } from '#contract/context-window';
import type { AppState } from './app.svelte.ts';
import type { TokenCount } from './token-counts.svelte.ts';

interface FolderCost {
  /** What goes first in the folder's conversations. */
  readonly text: string;
  readonly count: TokenCount;
  readonly said: string;
  /** The tokens of the window. */
  readonly window: string;
  readonly isOver: boolean;
}

/** What the contents of a folder cost in tokens of the present model. Call it while a component is made. */
export function useFolderCost(app: AppState, folder: () => Folder | null): FolderCost {
  let text = $state('');
  const { chat, tokenCounts } = app;
  const count = $derived(tokenCounts.of(chat.modelId, text));
  const windowTokens = $derived(
    (chat.modelId === null ? null : app.settings.current.contextTokens[chat.modelId]) ?? DEFAULT_CONTEXT_TOKENS,
  );

  $effect(() => {
    const present = folder();
    if (present === null) return;
    let isOver = false;
    void app.folders.text(present.id).then((result) => {
      if (isOver || !result.ok) return;
      text = result.value.text;
      if (chat.modelId !== null) void tokenCounts.ask(chat.modelId, text);
    });
    return () => (isOver = true);
  });

  return {
    get text() {
      return text;
    },
    get count() {
      return count;
    },
    get said() {
      const { composer } = app.language.t;
      return count.exact ? composer.tokens(count.tokens) : composer.tokensAbout(count.tokens);
    },
    get window() {
      return app.language.formats.number(windowTokens);
    },
    get isOver() {
      return count.tokens >= windowTokens;
    },
  };
}
