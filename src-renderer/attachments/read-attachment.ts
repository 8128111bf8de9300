import { SarviError } from '#contract/errors';
import { loadOwnFiles } from '../bridge/own-files.ts';
import { detectFormat } from '../documents/detect-format.ts';
import type { LeftOut } from '../documents/left-out.ts';
import type { ParsedDocument } from '../documents/parse-document.ts';
import { Unreadable } from '../documents/unreadable.ts';
import { Attachment } from '../state/attachments.svelte.ts';
import { decodeText } from './decode-text.ts';
import { quoteFile, safeName } from '#contract/quote-file';

/** What a file is, and whether it can be text, is seen from its beginning. */
const HEAD_BYTES = 8192;
/** Some hundred thousand tokens: more than any window on a laptop. */
const MOST_TEXT_BYTES = 2_000_000;
/** Larger than the text limit, because pictures and fonts are left out. */
const MOST_DOCUMENT_BYTES = 50_000_000;

/** A file as it was read. */
export interface ReadFile {
  /** The name as it is shown and sent: one line without Markdown; with folders ("/") where a whole folder was taken. */
  readonly name: string;
  /**
   * The whole text with plain line ends. Of a document (Word, OpenDocument, HTML, EPUB, RTF) it is Markdown: headings,
   * lists, tables, footnotes (`[^1]`), links, code, and `**` and `*` for emphasis; whoever compares words with it passes
   * over those marks. Of a text file and of a PDF it is the plain text.
   */
  readonly text: string;
  /** What of the file is not in `text`; shown wherever the file is. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Reads a dropped or chosen file. What it is, its content says and not its name; only HTML is known by its name too. Long
 * work is done in threads.
 *
 * @param sizeText - writes a size for people
 * @param signal - ends the reading
 * @param path - the name with its folders, where a whole folder was taken
 * @throws SarviError `attachment-too-large`, `attachment-not-text`, `attachment-unreadable`, `attachment-empty`,
 *   `attachment-without-text`
 */
export async function readFile(
  file: File,
  sizeText: (bytes: number) => string,
  signal: AbortSignal,
  path = file.name,
): Promise<ReadFile> {
  const { name, text, leftOut } = await read(file, sizeText, signal, path);
  return { name, text, leftOut };
}

/** The same as an attachment of a message. @throws as `readFile` */
export async function readAttachment(...of: Parameters<typeof readFile>): Promise<Attachment> {
  const { name, text, leftOut, language } = await read(...of);
  return new Attachment({ name, text, leftOut, quoted: quoteFile(name, text, language) });
}

async function read(
  file: File,
  sizeText: (bytes: number) => string,
  signal: AbortSignal,
  path = file.name,
): Promise<ReadFile & { readonly language?: 'markdown' }> {
  const name = safeName(path);
  const requireSize = (bytes: number, limit: number): void => {
    if (bytes <= limit) return;
    throw new SarviError('attachment-too-large', { name, size: sizeText(bytes), limit: sizeText(limit) });
  };
  const bytesOf = async (part: Blob): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await part.arrayBuffer().catch((error: unknown) => unreadable(name, error)));
  const head = await bytesOf(file.slice(0, HEAD_BYTES));
  const format = detectFormat(head, file.name);
  // A film is no text, however large it is.
  if (format === 'text' && file.size > HEAD_BYTES) decodeText(head.subarray(0, -4), name);
  requireSize(file.size, format === 'text' ? MOST_TEXT_BYTES : MOST_DOCUMENT_BYTES);
  const bytes = await bytesOf(file);
  if (format === 'text') {
    const text = decodeText(bytes, name);
    if (text.trim() === '') throw new SarviError('attachment-empty', { name });
    return { name, text, leftOut: [] };
  }
  const { text, leftOut } =
    format === 'pdf'
      ? await (await loadOwnFiles(() => import('./read-pdf.ts'))).readPdf(bytes, name, MOST_TEXT_BYTES, signal)
      : await document(bytes, name, signal);
  requireSize(text.length, MOST_TEXT_BYTES);
  if (text.trim() !== '') return { name, text, leftOut, ...(format === 'pdf' ? {} : { language: 'markdown' }) };
  const isScanned = format === 'pdf' || leftOut.some(({ kind }) => kind === 'pictures');
  throw new SarviError(isScanned ? 'attachment-without-text' : 'attachment-empty', { name });
}

/** @throws SarviError `attachment-unreadable`, `attachment-not-text`, and the signal's reason */
async function document(bytes: Uint8Array<ArrayBuffer>, name: string, signal: AbortSignal): Promise<ParsedDocument> {
  try {
    const { readDocument } = await loadOwnFiles(() => import('../documents/read-document.ts'));
    const read = await readDocument({ bytes, name }, signal);
    if (read) return read;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new SarviError('attachment-unreadable', { name, reason: error.reason }, { cause: error });
  }
  throw new SarviError('attachment-not-text', { name });
}

/** A folder may be dropped, and a file may disappear before it is read. */
function unreadable(name: string, error: unknown): never {
  throw new SarviError('attachment-unreadable', { name, reason: error instanceof Error ? error.message : '' });
}
