/**
 * A document as an OpenDocument text: `content.xml`, the styles, and a small document of its own for each formula.
 *
 * @see OASIS OpenDocument 1.3, parts 2 and 3
 */
import { strToU8, zipSync, type Zippable } from 'fflate/browser';
import type { Document, Formula, Section } from '../model.ts';
import { formulaSource } from '../markdown/math-tokens.ts';
import { notesOf } from '../notes-of.ts';
import { element, escapeXml } from '../xml.ts';
import { writeMathml } from '../write-mathml.ts';
import { zipTime } from '../zip-time.ts';
import { AutomaticStyles } from './automatic-styles.ts';
import { forLibreOffice } from './for-libreoffice.ts';
import { CONTENT_STYLES, FONTS, NAMESPACES, writeStyles } from './styles.ts';
import { writeBlocks, type BlockLook, type BlockPlace } from './write-blocks.ts';
import { span, writeText } from './write-spans.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const TYPE = 'application/vnd.oasis.opendocument.text';
const FORMULA_TYPE = 'application/vnd.oasis.opendocument.formula';

export function writeOdt(document: Document): Uint8Array<ArrayBuffer> {
  const file = new TextFile();
  const isSeveral = document.parts.length > 1;
  const body = document.parts
    .map(({ title, facts, sections }, index) => {
      const head = title === '' ? '' : headOf(title, isSeveral, index > 0);
      const about = facts === '' ? '' : element('text:p', { 'text:style-name': 'Subtitle' }, writeText(facts));
      return head + about + sections.map((section) => file.section(section, isSeveral ? 1 : 0)).join('');
    })
    .join('');
  const content =
    `<office:document-content ${NAMESPACES}>${FONTS}<office:automatic-styles>${CONTENT_STYLES}${file.styles.write()}` +
    `</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`;
  const parts: Record<string, string> = {
    'content.xml': content,
    'styles.xml': writeStyles(document.language),
    'meta.xml': metadata(document),
    ...Object.fromEntries(file.formulas.map((math, index) => [`Object ${index + 1}/content.xml`, math])),
  };
  const files: Zippable = {
    // First and not compressed, so that the type can be read at the beginning of the file.
    mimetype: [strToU8(TYPE), { level: 0 }],
    ...Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(DECLARATION + xml)])),
    'META-INF/manifest.xml': strToU8(DECLARATION + manifest(parts, file.formulas.length)),
  };
  return zipSync(files, zipTime(document.createdMs));
}

/** What the parts of one file share: styles, formulas and the count of the notes. */
class TextFile {
  readonly styles = new AutomaticStyles();
  readonly formulas: string[] = [];
  #notes = 0;

  section(section: Section, depth: number): string {
    const { placed } = notesOf(section);
    const before = this.#notes;
    const written = new Set<number>();
    const numberOf = (number: number): number | null => (placed.has(number) ? before + number : null);
    const headingBase = depth + (section.heading ? 1 : 0);
    const base: BlockLook = { headingBase, indentCm: 0, style: 'Text_20_body', lists: [] };
    const inNotes = this.#place(() => null, numberOf);
    const note = (number: number): string | null => {
      const blocks = placed.get(number);
      if (!blocks || written.has(number)) return null;
      written.add(number);
      this.#notes += 1;
      const citation = `<text:note-citation>${this.#notes}</text:note-citation>`;
      const content = writeBlocks(blocks, inNotes, { ...base, style: 'Footnote' });
      return `<text:note text:id="ftn${this.#notes}" text:note-class="footnote">${citation}<text:note-body>${content}</text:note-body></text:note>`;
    };
    const blocks = writeBlocks(section.blocks, this.#place(note, numberOf), base);
    if (!section.heading) return blocks;
    const { speaker, time } = section.heading;
    const level = depth + 1;
    const words = writeText(speaker) + (time === '' ? '' : span('Quiet', writeText(` · ${time}`)));
    return element('text:h', { 'text:style-name': `Heading_20_${level}`, 'text:outline-level': level }, words) + blocks;
  }

  #place(note: BlockPlace['note'], numberOf: BlockPlace['numberOf']): BlockPlace {
    return { styles: this.styles, note, numberOf, formula: (formula) => this.#formula(formula) };
  }

  #formula({ math, text }: Formula): string {
    if (!math) return '';
    const number = this.formulas.push(writeMathml(forLibreOffice(math), formulaSource(text)));
    const object = element('draw:object', {
      'xlink:href': `./Object ${number}`,
      'xlink:type': 'simple',
      'xlink:show': 'embed',
      'xlink:actuate': 'onLoad',
    });
    const frame = { 'draw:style-name': 'Object', 'draw:name': `Object${number}`, 'text:anchor-type': 'as-char' };
    return element('draw:frame', frame, object);
  }
}

function headOf(title: string, isSeveral: boolean, isLater: boolean): string {
  if (!isSeveral) return element('text:p', { 'text:style-name': 'Title' }, writeText(title));
  const style = isLater ? 'Page' : 'Heading_20_1';
  return element('text:h', { 'text:style-name': style, 'text:outline-level': 1 }, writeText(title));
}

function metadata({ title, language, createdMs }: Document): string {
  const time = new Date(createdMs).toISOString().slice(0, 19);
  return (
    `<office:document-meta ${NAMESPACES}><office:meta><meta:generator>Sarvi</meta:generator><dc:title>${escapeXml(title)}</dc:title>` +
    `<meta:creation-date>${time}</meta:creation-date><dc:language>${language}</dc:language></office:meta></office:document-meta>`
  );
}

function manifest(parts: Readonly<Record<string, string>>, formulas: number): string {
  const entry = (path: string, type: string): string =>
    element('manifest:file-entry', { 'manifest:full-path': path, 'manifest:media-type': type });
  const objects = Array.from({ length: formulas }, (_, index) => entry(`Object ${index + 1}/`, FORMULA_TYPE));
  const files = Object.keys(parts).map((name) => entry(name, 'text/xml'));
  return (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">' +
    `${entry('/', TYPE)}${objects.join('')}${files.join('')}</manifest:manifest>`
  );
}
