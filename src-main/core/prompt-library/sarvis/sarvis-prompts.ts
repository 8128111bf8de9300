import { promptFileName, type PromptFileName } from '../prompt-file-name.ts';
import { developerPrompts } from './developer.ts';
import { officePrompts } from './office.ts';
import { teacherPrompts } from './teacher.ts';

/** The prompts that come with Sarvi, in the form of the user's own files, by file name. */
export const SARVIS_PROMPTS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...teacherPrompts, ...officePrompts, ...developerPrompts }),
);

export function sarvisPrompt(name: PromptFileName): string | null {
  return SARVIS_PROMPTS.get(promptFileName(name)) ?? null;
}
