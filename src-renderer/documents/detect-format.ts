import type { ZipArchive } from './container/read-zip.ts';

/** What a file is, by its content. */
export type Format =
  | 'word'
  | 'open-document'
  | 'flat-open-document'
  | 'epub'
  | 'rtf'
  | 'html'
  /** A file of Office 97 to 2003, or a newer one that is locked by a password. */
  | 'compound'
  | 'pdf'
  /** An archive that none of the readers knows: sheets, slides, plain ZIP. */
  | 'other-archive'
  /** Everything else. */
  | 'text';

const HEAD_BYTES = 4096;

/**
 * A page is told by its first words, so that a text that only quotes HTML stays text; a page that begins with a part of
 * one is told by its name.
 *
 * @param name - decides only between HTML and text
 */
export function detectFormat(bytes: Uint8Array<ArrayBuffer>, name: string): Format {
  const head = headOf(bytes);
  if (head.startsWith('PK\u0003\u0004') || head.startsWith('PK\u0005\u0006')) return 'other-archive';
  if (head.startsWith('ÐÏ\u0011à¡±\u001Aá')) return 'compound';
  if (head.slice(0, 1024).includes('%PDF-')) return 'pdf';
  if (head.startsWith('{\\rtf')) return 'rtf';
  const text = head
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, '')
    .replaceAll('\0', '')
    .trimStart();
  const begins = text.replace(/^(?:<\?xml[^>]*\?>|<!--.*?-->|\s)+/s, '');
  if (/^<office:document\b/.test(begins)) return 'flat-open-document';
  if (/^(?:<!doctype\s+html|<html|<head|<body)\b/i.test(begins)) return 'html';
  return /\.(?:html?|xhtml)$/i.test(name) ? 'html' : 'text';
}

/** Which document an archive is. @throws Unreadable */
export function detectArchive(archive: ZipArchive): Format {
  const has = (name: string): boolean => archive.has(name);
  if (has('META-INF/container.xml')) return 'epub';
  if (has('content.xml')) return 'open-document';
  const isWord =
    has('word/document.xml') || (has('[Content_Types].xml') && archive.names.some((name) => name.startsWith('word/')));
  return isWord ? 'word' : 'other-archive';
}

/** Whether a locked Office file, by the name of the stream that holds it; names are UTF-16. */
export function isLockedOffice(bytes: Uint8Array): boolean {
  return includesName(bytes, 'EncryptedPackage');
}

export function isOldWord(bytes: Uint8Array): boolean {
  return includesName(bytes, 'WordDocument');
}

function includesName(bytes: Uint8Array, name: string): boolean {
  const wanted = Array.from(name).flatMap((letter) => [letter.charCodeAt(0), 0]);
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}

function headOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, HEAD_BYTES), (byte) => String.fromCharCode(byte)).join('');
}
