import type { CallOutput, CallResult } from '#contract/contract';
import { MOST_PROMPT_FILE_BYTES, MOST_PROMPT_FILES } from '#contract/prompt-library';
import { because } from '#contract/reasons';
import type { AppState } from '../state/app.svelte.ts';

export type ImportResult = CallOutput<'promptLibrary.import'>;

/** Takes files of the user's choice into the library. What is too large is not read. */
export async function importFiles(app: AppState, chosen: readonly File[]): Promise<CallResult<'promptLibrary.import'>> {
  const files: { name: string; text: string }[] = [];
  const refused: { name: string; reason: string }[] = [];
  for (const file of chosen) {
    const reason = await reasonAgainst(file);
    if (reason === null && files.length < MOST_PROMPT_FILES) files.push({ name: file.name, text: await file.text() });
    else
      refused.push({
        name: file.name,
        reason: reason ?? because('prompt-files-too-many', { most: MOST_PROMPT_FILES }),
      });
  }
  if (files.length === 0) return { ok: true, value: { added: 0, alreadyThere: 0, refused } };
  const result = await app.bridge.call('promptLibrary.import', { files });
  return result.ok ? { ok: true, value: { ...result.value, refused: [...refused, ...result.value.refused] } } : result;
}

async function reasonAgainst(file: File): Promise<string | null> {
  if (file.size > MOST_PROMPT_FILE_BYTES) return because('larger-than', { bytes: MOST_PROMPT_FILE_BYTES });
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return null;
  } catch (error) {
    return error instanceof TypeError ? because('prompt-not-utf8') : because('cannot-be-read');
  }
}
