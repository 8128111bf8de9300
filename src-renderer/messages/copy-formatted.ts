import type { BranchMessage } from '#contract/messages';
import { loadOwnFiles } from '../bridge/own-files.ts';
import { putOnClipboard } from './put-on-clipboard.ts';

/**
 * Puts a message on the clipboard twice: with its formatting and formulas, for a word processor, and as it was written.
 * What makes HTML of it comes in a chunk of its own.
 *
 * @returns false where the system refuses
 */
export async function copyFormatted({ role, text, generation }: BranchMessage): Promise<boolean> {
  const html = loadOwnFiles(() => import('#document/html/write-rich-text')).then(({ writeRichText }) =>
    writeRichText({ role, text, isFormed: generation?.sampling.grammar !== undefined }),
  );
  const plain = text.toWellFormed();
  try {
    if (navigator.userActivation?.isActive && putOnClipboard(await html, plain)) return true;
    return await writeToClipboard(html, plain);
  } catch {
    return false;
  }
}

/** A promise, because some browsers let only the press itself begin a write. */
async function writeToClipboard(html: Promise<string>, plain: string): Promise<boolean> {
  const blob = html.then((written) => new Blob([written], { type: 'text/html' }));
  const item = new ClipboardItem({ 'text/html': blob, 'text/plain': new Blob([plain], { type: 'text/plain' }) });
  await navigator.clipboard.write([item]);
  return true;
}
