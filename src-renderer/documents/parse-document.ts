import { because } from '#contract/reasons';
import { decodeXml } from './container/decode-xml.ts';
import { ZipArchive } from './container/read-zip.ts';
import { detectArchive, detectFormat, isLockedOffice, isOldWord, type Format } from './detect-format.ts';
import { readEpub } from './epub/read-epub.ts';
import { LeftOutCounter, type LeftOut } from './left-out.ts';
import { readFlatOpenDocument, readOpenDocument } from './opendocument/read-open-document.ts';
import { readRtf } from './rtf/read-rtf.ts';
import type { DocumentText } from './text/blocks.ts';
import { writeMarkdown } from './text/write-markdown.ts';
import { Unreadable } from './unreadable.ts';
import { readPage } from './web/read-page.ts';
import { readWord } from './word/read-word.ts';

export interface ParsedDocument {
  /** Markdown; '' where the document has no words. */
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}

/**
 * A document as Markdown; null for a file that none of the readers knows. Uses neither a page nor the network, so that it
 * runs in a worker.
 *
 * @throws Unreadable
 */
export async function parseDocument(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<ParsedDocument | null> {
  const leftOut = new LeftOutCounter();
  const document = await readAny(bytes, name, leftOut);
  if (!document) return null;
  return { text: writeMarkdown(document), leftOut: leftOut.all };
}

async function readAny(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  leftOut: LeftOutCounter,
): Promise<DocumentText | null> {
  const format: Format = detectFormat(bytes, name);
  switch (format) {
    case 'rtf':
      return readRtf(bytes, leftOut);
    case 'html':
      return readPage(bytes, leftOut);
    case 'flat-open-document':
      return readFlatOpenDocument(decodeXml(bytes, name), name, leftOut);
    case 'compound':
      if (isLockedOffice(bytes)) throw new Unreadable(because('asks-for-password'));
      if (isOldWord(bytes)) throw new Unreadable(because('old-word'));
      return null;
    case 'other-archive': {
      const archive = new ZipArchive(bytes);
      const kind = detectArchive(archive);
      if (kind === 'word') return readWord(archive, leftOut);
      if (kind === 'open-document') return readOpenDocument(archive, leftOut);
      return kind === 'epub' ? readEpub(archive, leftOut) : null;
    }
    default:
      return null;
  }
}
