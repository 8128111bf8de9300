import type { CallName, Handlers } from '#contract/contract';
import { exportPrompts } from './export-prompts.ts';
import { importPrompts } from './import-prompts.ts';
import type { PromptLibrary } from './prompt-library.ts';

/** Handlers of the calls about the prompt library. */
export function promptLibraryHandlers(
  library: PromptLibrary,
  dataFolder: string,
): Handlers<Extract<CallName, `promptlibrary.${string}`>> {
  return {
    'promptlibrary.list': () => library.list(),
    'promptlibrary.open': (name) => library.open(name),
    'promptlibrary.source': (name) => library.source(name),
    'promptlibrary.save': async (input) => ({ promptId: await library.save(input) }),
    'promptlibrary.remove': async (name) => {
      await library.remove(name);
      return null;
    },
    'promptlibrary.import': (input) => importPrompts(library, input),
    'promptlibrary.export': ({ path }) => exportPrompts(library, dataFolder, path),
  };
}
