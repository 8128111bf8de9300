import { SarviError } from '#contract/errors';
import { loadOwnFiles } from '../bridge/own-files.ts';
import { Attachment } from '../state/attachments.svelte.ts';
import { decodeText } from './decode-text.ts';
import { quoteFile, safeName } from '#contract/quote-file';

/** Some hundred thousand tokens: more than any window on a laptop. */
const MOST_TEXT_BYTES = 2_000_000;
/** Larger than the text limit, because pictures and fonts are left out. */
const MOST_PDF_BYTES = 50_000_000;

/**
 * A dropped or chosen file as an attachment.
 *
 * @param sizeText - writes a size for people
 * @param signal - ends the reading of a PDF
 * @throws SarviError `attachment-too-large`, `attachment-not-text`, `attachment-unreadable`, `attachment-empty`,
 *   `attachment-without-text`
 */
export async function readAttachment(
  file: File,
  sizeText: (bytes: number) => string,
  signal: AbortSignal,
): Promise<Attachment> {
  const name = safeName(file.name);
  const isPdf = /\.pdf$/i.test(file.name) || file.type === 'application/pdf';
  const most = isPdf ? MOST_PDF_BYTES : MOST_TEXT_BYTES;
  const requireSize = (bytes: number, limit: number): void => {
    if (bytes <= limit) return;
    throw new SarviError('attachment-too-large', { name, size: sizeText(bytes), limit: sizeText(limit) });
  };
  requireSize(file.size, most);
  const bytes = new Uint8Array(await file.arrayBuffer().catch((error: unknown) => unreadable(name, error)));
  const text = isPdf
    ? await (await loadOwnFiles(() => import('./read-pdf.ts'))).readPdf(bytes, name, MOST_TEXT_BYTES, signal)
    : decodeText(bytes, name);
  requireSize(text.length, MOST_TEXT_BYTES);
  if (text.trim() === '') throw new SarviError(isPdf ? 'attachment-without-text' : 'attachment-empty', { name });
  return new Attachment({ name, text, quoted: quoteFile(name, text) });
}

/** A folder may be dropped, and a file may disappear before it is read. */
function unreadable(name: string, error: unknown): never {
  throw new SarviError('attachment-unreadable', { name, reason: error instanceof Error ? error.message : '' });
}
