import type { BranchMessage } from '#contract/messages';
import { loadOwnFiles } from '../bridge/own-files.ts';

/**
 * Puts a message on the clipboard twice: with its formatting and formulas, for a word processor, and as it was written.
 * What makes HTML of it comes in a chunk of its own.
 *
 * @returns false where the system refuses
 */
export async function copyFormatted({ role, text, generation }: BranchMessage): Promise<boolean> {
  try {
    const html = loadOwnFiles(() => import('#document/html/write-rich-text')).then(({ writeRichText }) => {
      const isFormed = generation?.sampling.grammar !== undefined;
      return new Blob([writeRichText({ role, text, isFormed })], { type: 'text/html' });
    });
    const plain = new Blob([text.toWellFormed()], { type: 'text/plain' });
    // A promise, because Safari lets only the press itself begin a write.
    await navigator.clipboard.write([new ClipboardItem({ 'text/html': html, 'text/plain': plain })]);
    return true;
  } catch {
    return false;
  }
}
