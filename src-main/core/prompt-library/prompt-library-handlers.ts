import type { CallName, Handlers } from '#contract/contract';
import { exportPrompts } from './export-prompts.ts';
import { importPrompts } from './import-prompts.ts';
import type { PromptLibrary } from './prompt-library.ts';

/** Handlers of the calls about the prompt library. */
export function promptLibraryHandlers(
  library: PromptLibrary,
  dataFolder: string,
): Handlers<Extract<CallName, `promptLibrary.${string}`>> {
  return {
    'promptLibrary.list': () => library.list(),
    'promptLibrary.open': (name) => library.open(name),
    'promptLibrary.source': (name) => library.source(name),
    'promptLibrary.save': async (input) => ({ promptId: await library.save(input) }),
    'promptLibrary.remove': async (name) => {
      await library.remove(name);
      return null;
    },
    'promptLibrary.import': (input) => importPrompts(library, input),
    'promptLibrary.export': ({ path }) => exportPrompts(library, dataFolder, path),
  };
}
