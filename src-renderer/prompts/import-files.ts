import type { CallOutput, CallResult } from '#contract/contract';
import { MOST_PROMPT_FILE_BYTES, MOST_PROMPT_FILES } from '#contract/prompt-library';
import { because } from '#contract/reasons';
import type { AppState } from '../state/app.svelte.ts';

/** In UTF-16 units, far below what a socket takes at once. */
const PIECE_LENGTH = 2_000_000;

export type ImportResult = CallOutput<'promptlibrary.import'>;

/** Takes files of the user's choice into the library. What is too large is not read. */
export async function importFiles(app: AppState, chosen: readonly File[]): Promise<CallResult<'promptlibrary.import'>> {
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
  const sum = { added: 0, alreadyThere: 0, refused };
  for (const piece of inPieces(files)) {
    const result = await app.bridge.call('promptlibrary.import', { files: piece });
    if (!result.ok) return result;
    const { added, alreadyThere, refused: more } = result.value;
    sum.added += added;
    sum.alreadyThere += alreadyThere;
    sum.refused.push(...more);
  }
  return { ok: true, value: sum };
}

/** As much as one message may carry; the versions of one prompt stay together. */
function inPieces<Named extends { readonly name: string; readonly text: string }>(files: readonly Named[]): Named[][] {
  const baseOf = ({ name }: Named): string => name.replace(/(\.(fi|en))?\.(md|markdown)$/i, '');
  const pieces: Named[][] = [];
  let length = 0;
  for (const file of [...files].sort((a, b) => (baseOf(a) < baseOf(b) ? -1 : 1))) {
    const last = pieces.at(-1)?.at(-1);
    const isOther = last === undefined || baseOf(last) !== baseOf(file);
    if (isOther && (last === undefined || length + file.text.length > PIECE_LENGTH)) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)?.push(file);
    length += file.text.length;
  }
  return pieces;
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
