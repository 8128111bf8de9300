import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import type { TextContent } from 'pdfjs-dist/types/src/display/api';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { loadOwnFiles } from '../bridge/own-files.ts';
import { PdfBomb, requireUnpackable } from './require-unpackable.ts';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { LeftOut } from '../documents/left-out.ts';

/** A thousand pages take some seconds. */
const READ_TIMEOUT_MS = 120_000;
/** For one page. A page whose letters are set one by one has some ten thousand. */
const MOST_ITEMS = 200_000;

class TooSlow extends Error {}

/**
 * The text of a PDF, a blank line between its pages. The file is read in a worker of its own, which ends afterwards:
 * nothing is drawn, no script of the document runs, and nothing is fetched. Pages without text, as scanned ones are, are
 * counted as left out.
 *
 * @param mostCharacters - where reading stops; whoever asked refuses so long a text
 * @param signal - ends the worker when it is aborted
 * @throws SarviError `attachment-unreadable`
 */
export async function readPdf(
  bytes: Uint8Array,
  name: string,
  mostCharacters: number,
  signal: AbortSignal,
): Promise<{ text: string; leftOut: LeftOut[] }> {
  try {
    // Checked before the bytes are moved to the worker.
    await requireUnpackable(bytes);
  } catch {
    throw new SarviError('attachment-unreadable', { name, reason: because('unpacks-too-far') });
  }
  const worker = await loadOwnFiles(() => Promise.resolve(new PdfWorker()));
  GlobalWorkerOptions.workerPort = worker;
  const loading = getDocument({
    data: bytes,
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    return await within(READ_TIMEOUT_MS, signal, async () => readPages(await loading.promise, mostCharacters));
  } catch (error) {
    if (error instanceof PdfBomb || error instanceof TooSlow) {
      throw new SarviError('attachment-unreadable', { name, reason: because('unpacks-too-far') });
    }
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    const reason = isLocked ? because('asks-for-password') : because('not-a-whole-pdf');
    throw new SarviError('attachment-unreadable', { name, reason }, { cause: error });
  } finally {
    await loading.destroy();
    worker.terminate();
    GlobalWorkerOptions.workerPort = null;
  }
}

async function readPages(
  document: PDFDocumentProxy,
  mostCharacters: number,
): Promise<{ text: string; leftOut: LeftOut[] }> {
  const pages: string[] = [];
  let length = 0;
  for (let number = 1; number <= document.numPages && length <= mostCharacters; number += 1) {
    const page = await document.getPage(number);
    const text = await textOf(page, mostCharacters - length);
    pages.push(tidy(text));
    length += text.length;
    page.cleanup();
  }
  const written = pages.filter((text) => text !== '');
  const empty = pages.length - written.length;
  return { text: written.join('\n\n'), leftOut: empty > 0 ? [{ kind: 'pages', count: empty }] : [] };
}

/** Items come in batches of some hundred, and reading ends when there is enough: each item takes a kilobyte. */
async function textOf(page: PDFPageProxy, mostCharacters: number): Promise<string> {
  const reader = (page.streamTextContent() as ReadableStream<TextContent>).getReader();
  let text = '';
  let items = 0;
  while (text.length <= mostCharacters && items <= MOST_ITEMS) {
    const { done, value } = await reader.read();
    if (done) return text;
    items += value.items.length;
    text += value.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  }
  await reader.cancel(new Error('enough has been read'));
  if (items > MOST_ITEMS) throw new PdfBomb();
  return text;
}

/** @throws TooSlow, and the signal's reason; `act` then runs on unused */
async function within<Value>(timeoutMs: number, signal: AbortSignal, act: () => Promise<Value>): Promise<Value> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TooSlow()), timeoutMs);
    signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')), { once: true });
    void act()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/** Removes soft hyphens, spaces at line ends, and gaps. */
function tidy(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/\u00AD\n?/g, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
