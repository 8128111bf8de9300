/** The document that LibreOffice has read (`npm run reference:office`), and what a reading of it is compared by. */
import { createHash } from 'node:crypto';
import { writeDocx } from '../../src-main/document/docx/write-docx.ts';
import { writeHtml } from '../../src-main/document/html/write-html.ts';
import type { Document } from '../../src-main/document/model.ts';
import { writeOdt } from '../../src-main/document/odt/write-odt.ts';
import { readMessage } from '../../src-main/document/read/read-message.ts';
import { SAMPLE } from '../src-main/document/sample.ts';
import { findAll, readPackage, textOf, type XmlNode } from './read-package.ts';

const CODE = Array.from({ length: 300 }, (_, line) => `${' '.repeat(line % 9)}const rivi${line} = "<&>";`).join('\n');
const OTHER = `## Toinen vastaus\n\n\`\`\`ts\n${CODE}\n\`\`\`\n\n$$\\int_0^1 \\sqrt{x}\\,dx = \\frac{2}{3}$$\n\n| a | b | c |\n|--|--|--|\n| 1 | 2 | 3 |\n| 4 | **5** | $6$ |`;

const section = (speaker: string, text: string): Document['parts'][number]['sections'][number] => ({
  heading: { speaker, time: '2.1.2026 klo 12.00' },
  ...readMessage({ role: 'assistant', text, isFormed: false }),
});

export const OFFICE_DOCUMENT: Document = {
  title: 'Koe & <toinen>',
  language: 'fi',
  createdMs: Date.UTC(2026, 0, 2),
  parts: [
    { title: 'Koe', facts: 'Poro 2 8B Instruct', sections: [section('Malli', SAMPLE)] },
    { title: 'Toinen', facts: '', sections: [section('Malli', 'Kysymys'), section('Malli', OTHER)] },
  ],
};

export const OFFICE_FORMATS = { docx: writeDocx, odt: writeOdt, html: writeHtml } as const;
export type OfficeFormat = keyof typeof OFFICE_FORMATS;

/** SHA-256 of the file's parts: that of a ZIP archive would be of its compression too. */
export function digestOf(format: OfficeFormat): string {
  const file = OFFICE_FORMATS[format](OFFICE_DOCUMENT);
  const parts = typeof file === 'string' ? { page: file } : readPackage(file);
  const hash = createHash('sha256');
  for (const name of Object.keys(parts).toSorted()) hash.update(`${name}\0${parts[name] ?? ''}\0`);
  return hash.digest('hex');
}

export interface Reading {
  /** The text of each heading, with its level. */
  readonly headings: readonly string[];
  /** Rows and cells of each table. */
  readonly tables: readonly string[];
  readonly notes: number;
  /** In the words of LibreOffice Math. */
  readonly formulas: readonly string[];
  readonly words: readonly string[];
}

const LINES = new Set(['text:p', 'text:h', 'text:note']);

/** What LibreOffice has made of a file: an OpenDocument text in one XML file. */
export function readFlat(document: XmlNode): Reading {
  const [body = document] = findAll(document, 'office:text');
  const all = (name: string): XmlNode[] => findAll(body, name);
  const shown = withoutAsides(body);
  return {
    headings: findAll(shown, 'text:h').map(
      (heading) => `${heading.attributes['text:outline-level'] ?? ''} ${textOf(heading, new Set()).trim()}`,
    ),
    tables: all('table:table').map(
      (table) => `${findAll(table, 'table:table-row').length} × ${findAll(table, 'table:table-cell').length}`,
    ),
    notes: all('text:note').length,
    formulas: all('draw:object').flatMap((object) =>
      findAll(object, 'annotation').map((formula) => textOf(formula, new Set()).trim()),
    ),
    words: textOf(shown, LINES).match(/[\p{L}\p{N}]+/gu) ?? [],
  };
}

/** Comments, formulas and the numbers of notes stand beside words. */
const ASIDES = new Set(['office:annotation', 'draw:frame', 'text:note-citation']);

function withoutAsides(node: XmlNode): XmlNode {
  const isAside = ({ name, attributes }: XmlNode): boolean =>
    ASIDES.has(name) || (name === 'text:a' && attributes['xlink:href']?.startsWith('#') === true);
  const kept = node.children.filter((child) => typeof child === 'string' || !isAside(child));
  return { ...node, children: kept.map((child) => (typeof child === 'string' ? child : withoutAsides(child))) };
}
