import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { loadOwnFiles } from '../bridge/own-files.ts';
import { SarviError } from '#contract/errors';

/**
 * The text of a PDF, a blank line between its pages. The file is read in a worker of its own, which ends afterwards:
 * nothing is drawn, no script of the document runs, and nothing is fetched.
 *
 * @param mostCharacters - where reading stops; whoever asked refuses so long a text
 * @throws SarviError `attachment-unreadable`
 */
export async function readPdf(bytes: Uint8Array, name: string, mostCharacters: number): Promise<string> {
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
    return await readPages(await loading.promise, mostCharacters);
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    const reason = isLocked ? 'it asks for a password' : 'it is no whole PDF';
    throw new SarviError('attachment-unreadable', { name, reason }, { cause: error });
  } finally {
    await loading.destroy();
    worker.terminate();
    GlobalWorkerOptions.workerPort = null;
  }
}

async function readPages(document: PDFDocumentProxy, mostCharacters: number): Promise<string> {
  const pages: string[] = [];
  let length = 0;
  for (let number = 1; number <= document.numPages && length <= mostCharacters; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    pages.push(tidy(text));
    length += text.length;
    page.cleanup();
  }
  return pages.filter((text) => text !== '').join('\n\n');
}

/** Soft hyphens, blanks at the ends of lines and gaps go. */
function tidy(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/\u00AD\n?/g, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
