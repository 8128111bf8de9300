import type { Folder } from '#contract/folders';
import type { AppState } from './app.svelte.ts';
import type { TokenCount } from './token-counts.svelte.ts';
import { windowOf } from './window-of.ts';

interface FolderCost {
  /** What goes first in the folder's conversations. */
  readonly text: string;
  readonly count: TokenCount;
  readonly said: string;
  /** The tokens of the window. */
  readonly window: string;
  readonly isOver: boolean;
}

/** A prompt and an answer need this much besides: the template's own words, a short question, a short answer. */
const LEAST_REST_TOKENS = 64;

/**
 * What the contents of a folder cost in tokens. Call it while a component is made.
 *
 * @param chosen - the model that reads them; the conversation's by default
 */
export function useFolderCost(
  app: AppState,
  folder: () => Folder | null,
  chosen: () => string | null = () => app.chat.modelId,
): FolderCost {
  let text = $state('');
  const { tokenCounts } = app;
  const modelId = $derived(chosen());
  const count = $derived(tokenCounts.of(modelId, text));
  const windowTokens = $derived(windowOf(app, modelId));

  $effect(() => {
    const present = folder();
    if (present === null) return;
    let isOver = false;
    void app.folders.text(present.id).then((result) => {
      if (isOver || !result.ok) return;
      text = result.value.text;
    });
    return () => (isOver = true);
  });
  $effect(() => {
    if (modelId !== null && text !== '') void tokenCounts.ask(modelId, text);
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
      return count.tokens > windowTokens - LEAST_REST_TOKENS;
    },
  };
}
