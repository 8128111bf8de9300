import type { Handlers } from '#contract/contract';
import { ownPrompts } from '../prompt-set/own-prompts.ts';
import { readPrompts } from './read-prompts.ts';

/** Handlers of the calls about lists of prompts. */
export function promptHandlers(): Handlers<'prompts.own' | 'prompts.read'> {
  return {
    'prompts.own': () => Promise.resolve(ownPrompts()),
    'prompts.read': ({ text, format }) => {
      const { prompts, faults, faultCount } = readPrompts(text, format);
      return Promise.resolve({ prompts: [...prompts], faults: [...faults], faultCount });
    },
  };
}
