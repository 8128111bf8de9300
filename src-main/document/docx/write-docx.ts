/**
 * A document as an Office Open XML file. Written here, since no package writes all of a message: the Math classes of
 * `docx` know neither matrices nor accents, and footnotes, directions and styles would each go around it.
 *
 * @see ECMA-376, parts 1 and 2
 */
// The build for Node declares a `require` of its own, beside the one that electron-vite adds to a bundle.
import { strToU8, zipSync } from 'fflate/browser';
import type { Block, Document, Section } from '../model.ts';
import { notesOf } from '../notes-of.ts';
import { element, escapeXml } from '../xml.ts';
import { zipTime } from '../zip-time.ts';
import { writeNumbering, writeStyles } from './styles.ts';
import { paragraph, writeBlocks, type BlockLook, type BlockPlace } from './write-blocks.ts';
import { writeText } from './write-runs.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  `xmlns:r="${OFFICE}/relationships" xmlns:m="${OFFICE}/math"`;
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const PARTS = ['styles', 'numbering', 'footnotes', 'settings', 'footer'] as const;
const REFERENCE = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>';

export function writeDocx(document: Document): Uint8Array<ArrayBuffer> {
  const file = new WordFile();
  const isSeveral = document.parts.length > 1;
  const body = document.parts
    .map(({ title, facts, sections }, index) => {
      const head = title === '' ? '' : headOf(title, isSeveral, index > 0);
      const about =
        facts === '' ? '' : paragraph(writeText(facts), { style: 'Subtitle', look: { indent: 0 }, text: facts });
      return head + about + sections.map((section) => file.section(section, isSeveral ? 1 : 0)).join('');
    })
    .join('');
  const page =
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>' +
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(),
    '_rels/.rels': relationships([
      ['document', `${OFFICE}/relationships/officeDocument`, 'word/document.xml'],
      ['core', `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreProperties(document),
    'word/document.xml': `<w:document ${NAMESPACES}><w:body>${body}${page}</w:body></w:document>`,
    'word/styles.xml': writeStyles(document.language),
    'word/numbering.xml': writeNumbering(file.numbered),
    'word/footnotes.xml': file.footnotes(),
    'word/settings.xml': SETTINGS,
    'word/footer.xml': FOOTER,
    'word/_rels/document.xml.rels': relationships([
      ...PARTS.map((name) => [name, `${OFFICE}/relationships/${name}`, `${name}.xml`] as const),
      ...file.links.body,
    ]),
    'word/_rels/footnotes.xml.rels': relationships(file.links.notes),
  };
  const time = zipTime(document.createdMs);
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(DECLARATION + xml)])),
    time,
  );
}

type Relationship = readonly [id: string, type: string, target: string];

/** What the parts of one file share: numberings, footnotes and addresses. */
class WordFile {
  readonly numbered: { readonly start: number; readonly depth: number }[] = [];
  readonly links: { readonly body: Relationship[]; readonly notes: Relationship[] } = { body: [], notes: [] };
  readonly #linkIds = { body: new Map<string, string>(), notes: new Map<string, string>() };
  readonly #notes: string[] = [];

  section(section: Section, depth: number): string {
    const { placed } = notesOf(section);
    const before = this.#notes.length;
    const written = new Set<number>();
    const numberOf = (number: number): number | null => (placed.has(number) ? before + number : null);
    const base: BlockLook = { headingBase: depth + (section.heading ? 1 : 0), indent: 0, style: null, listDepth: 0 };
    const inNotes = this.#place('notes', () => null, numberOf);
    const note = (number: number): string | null => {
      const blocks = placed.get(number);
      if (!blocks || written.has(number)) return null;
      written.add(number);
      const id = this.#notes.length + 1;
      this.#notes.push(footnote(id, blocks, inNotes, { ...base, style: 'FootnoteText' }));
      return `${REFERENCE}<w:footnoteReference w:id="${id}"/></w:r>`;
    };
    const blocks = writeBlocks(section.blocks, this.#place('body', note, numberOf), base);
    if (!section.heading) return blocks;
    const { speaker, time } = section.heading;
    const words = writeText(speaker) + (time === '' ? '' : writeText(` · ${time}`, new Set(['quiet'])));
    return paragraph(words, { style: `Heading${depth + 1}`, look: { indent: 0 }, text: speaker }) + blocks;
  }

  footnotes(): string {
    const separators =
      '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>' +
      '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>';
    return `<w:footnotes ${NAMESPACES}>${separators}${this.#notes.join('')}</w:footnotes>`;
  }

  #place(part: 'body' | 'notes', note: BlockPlace['note'], numberOf: BlockPlace['numberOf']): BlockPlace {
    return {
      note,
      numberOf,
      link: (href) => {
        const known = this.#linkIds[part].get(href);
        if (known !== undefined) return known;
        const id = `link${this.links[part].length + 1}`;
        this.#linkIds[part].set(href, id);
        this.links[part].push([id, `${OFFICE}/relationships/hyperlink`, href]);
        return id;
      },
      number: (start, depth) => this.numbered.push({ start, depth }) + 1,
    };
  }
}

function footnote(id: number, blocks: readonly Block[], place: BlockPlace, look: BlockLook): string {
  const mark = `${REFERENCE}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>`;
  const content = writeBlocks(blocks, place, look);
  // The mark is in the first paragraph, or before what is none.
  const opening = /^<w:p>(?:<w:pPr>.*?<\/w:pPr>)?/.exec(content)?.[0];
  const isWords = blocks[0]?.kind === 'paragraph' && opening !== undefined;
  const written = isWords
    ? `${opening}${mark}${content.slice(opening.length)}`
    : `<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>${mark}</w:p>${content}`;
  return `<w:footnote w:id="${id}">${written}</w:footnote>`;
}

function headOf(title: string, isSeveral: boolean, isLater: boolean): string {
  const pageBreak = isLater ? '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' : '';
  return (
    pageBreak +
    paragraph(writeText(title), { style: isSeveral ? 'Heading1' : 'Title', look: { indent: 0 }, text: title })
  );
}

function contentTypes(): string {
  const own = [
    ['/word/document.xml', `${WORD}.document.main+xml`],
    ...PARTS.map((name) => [`/word/${name}.xml`, `${WORD}.${name}+xml`] as const),
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ].map(([name, type]) => element('Override', { PartName: name, ContentType: type }));
  return (
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>${own.join('')}</Types>`
  );
}

function relationships(all: readonly Relationship[]): string {
  const written = all.map(([id, type, target]) =>
    element('Relationship', {
      Id: id,
      Type: type,
      Target: target,
      TargetMode: type.endsWith('/hyperlink') ? 'External' : undefined,
    }),
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${written.join('')}</Relationships>`;
}

function coreProperties({ title, language, createdMs }: Document): string {
  const time = new Date(createdMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return (
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>Sarvi</dc:creator><dc:language>${language}</dc:language>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created></cp:coreProperties>`
  );
}

const SETTINGS =
  `<w:settings ${NAMESPACES}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>` +
  '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>' +
  '<m:mathPr><m:mathFont m:val="Cambria Math"/></m:mathPr></w:settings>';

const FOOTER =
  `<w:ftr ${NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>` +
  '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' +
  '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>';
