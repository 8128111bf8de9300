/** Documents built part by part, so that they can be as wrong as one likes. */
import { zipOf, type ZipEntry } from './zip.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const OPEN = 'urn:oasis:names:tc:opendocument:xmlns:';

/** @param body - what is in `w:body` @param more - parts besides, by their names in `word/`, with their types */
export function buildDocx(body: string, more: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  const related = Object.keys(more)
    .filter((name) => name.endsWith('.xml'))
    .map((name, index) => {
      const type = name.replace(/\d*\.xml$/, '');
      return `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${name}"/>`;
    });
  return archive([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'word/document.xml', content: wordXml('document', `<w:body>${body}</w:body>`) },
    {
      name: 'word/_rels/document.xml.rels',
      content: `<Relationships>${related.join('')}<Relationship Id="link" Type="${RELATIONS}/hyperlink" Target="https://sarvi.invalid/a" TargetMode="External"/></Relationships>`,
    },
    ...Object.entries(more).map(([name, content]) => ({ name: `word/${name}`, content })),
  ]);
}

export function wordXml(root: string, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><w:${root} xmlns:w="${W}" xmlns:r="${RELATIONS}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">${inside}</w:${root}>`;
}

/** A paragraph of Word. */
export function para(text: string, properties = ''): string {
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** @param body - what is in `office:text` */
export function buildOdt(body: string, more: readonly ZipEntry[] = [], styles = ''): Uint8Array<ArrayBuffer> {
  return archive([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', stored: true },
    {
      name: 'content.xml',
      content: `<office:document-content ${['office', 'text', 'table', 'style']
        .map((name) => `xmlns:${name}="${OPEN}${name}:1.0"`)
        .join(
          ' ',
        )} xmlns:draw="${OPEN}drawing:1.0" xmlns:fo="${OPEN}xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    },
    ...more,
  ]);
}

/** @param pages - of the spine, by name: whole XHTML, or null for one that is not in the book */
export function buildEpub(
  pages: Readonly<Record<string, string | null>>,
  more: readonly ZipEntry[] = [],
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(pages);
  return archive([
    { name: 'mimetype', content: 'application/epub+zip', stored: true },
    {
      name: 'META-INF/container.xml',
      content:
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
    },
    {
      name: 'OEBPS/book.opf',
      content: `<package xmlns="http://www.idpf.org/2007/opf"><manifest>${names
        .map((name, index) => `<item id="p${index}" href="${name}"/>`)
        .reverse()
        .join(
          '',
        )}</manifest><spine>${names.map((_, index) => `<itemref idref="p${index}"/>`).join('')}</spine></package>`,
    },
    ...names.flatMap((name) => {
      const content = pages[name];
      return typeof content === 'string' ? [{ name: `OEBPS/${name}`, content }] : [];
    }),
    ...more,
  ]);
}

export function xhtml(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>${body}</body></html>`;
}

/** A file of Office's older kind, with streams of these names in its directory. */
export function buildCompound(...streams: readonly string[]): Uint8Array<ArrayBuffer> {
  const names = Buffer.concat(streams.map((name) => Buffer.from(`${name}\0`, 'utf16le')));
  const head = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return Uint8Array.from(Buffer.concat([head, Buffer.alloc(1024), names, Buffer.alloc(512)]));
}

export function archive(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(zipOf(entries));
}
