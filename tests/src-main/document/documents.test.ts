import { describe, expect, it } from 'vitest';
import { writeDocx } from '../../../src-main/document/docx/write-docx.ts';
import { writeHtml } from '../../../src-main/document/html/write-html.ts';
import type { Document } from '../../../src-main/document/model.ts';
import { writeOdt } from '../../../src-main/document/odt/write-odt.ts';
import { readMessage } from '../../../src-main/document/read/read-message.ts';
import { missingWords } from '../../builders/missing-words.ts';
import { findAll, parseXml, readPackage, textOf, type XmlNode } from '../../builders/read-package.ts';
import { NOTE_WORDS, SAMPLE, SAMPLE_WORDS } from './sample.ts';

const BLOCKS = new Set([
  'w:p',
  'text:p',
  'text:h',
  'p',
  'li',
  'td',
  'th',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'summary',
  'div',
  'ul',
  'figcaption',
  'sup',
  'text:note',
]);

function documentOf(...answers: string[]): Document {
  const sections = answers.map((text) => ({
    heading: { speaker: 'Malli', time: '' },
    ...readMessage({ role: 'assistant', text, isFormed: false }),
  }));
  return {
    title: 'Koe',
    language: 'fi',
    createdMs: Date.UTC(2026, 0, 2),
    parts: [{ title: 'Koe', facts: '', sections }],
  };
}

interface Written {
  readonly body: XmlNode;
  readonly notes: XmlNode;
}

const FORMATS: Record<string, (document: Document) => Written> = {
  docx: (document) => {
    const parts = readPackage(writeDocx(document));
    return { body: parseXml(parts['word/document.xml'] ?? ''), notes: parseXml(parts['word/footnotes.xml'] ?? '') };
  },
  odt: (document) => {
    const content = parseXml(readPackage(writeOdt(document))['content.xml'] ?? '');
    return { body: content, notes: content };
  },
  html: (document) => {
    const page = parseXml(writeHtml(document).replace('<!DOCTYPE html>\n', ''));
    return { body: page, notes: page };
  },
};

function wordsOf(node: XmlNode): string[] {
  return textOf(node, BLOCKS).match(/[\p{L}\p{N}]+/gu) ?? [];
}

describe.each(Object.entries(FORMATS))('%s', (format, write) => {
  it('has the cells that a row of a table has more than its head', () => {
    const { body } = write(
      documentOf('| a | b |\n|---|---|\n| 1 | kaksi | **kolme** | |\n| 4 | 5 | | |\n| `x` \\| y | z |'),
    );
    const cells = findAll(body, { docx: 'w:tc', odt: 'table:table-cell', html: 'td' }[format] ?? '');
    const texts = cells.map((cell) => textOf(cell, new Set()).trim()).slice(-6);
    expect(texts).toEqual(['1', 'kaksi | kolme', '4', '5', 'x | y', 'z']);
  });

  it('has every word of an answer in its order, and those of its notes', () => {
    const { body, notes } = write(documentOf(SAMPLE));
    expect(missingWords(SAMPLE_WORDS, wordsOf(body))).toEqual([]);
    expect(missingWords(NOTE_WORDS, wordsOf(notes))).toEqual([]);
    expect(textOf(body, BLOCKS)).toContain('pitkä'.repeat(60));
    expect(textOf(body, BLOCKS)).toContain('👩‍👩‍👧');
    expect(textOf(body, BLOCKS)).toContain('return x  +   1');
  });

  it('shows a broken formula as it was written', () => {
    expect(textOf(write(documentOf(SAMPLE)).body, BLOCKS)).toContain('$\\frac{1$');
  });

  it('is well formed whatever characters a text has, and shows those that no file can hold', () => {
    const all = Array.from({ length: 0x110 }, (_, code) => String.fromCharCode(code)).join('');
    const text = `a${all}b \ud83d c \udc00 d \ufffe \uffff <&>"' ]]> $x<y & z$ [l](https://e.org/?a=<b>&c="d")`;
    const { body } = write(documentOf(text, `\`\`\`\n${text}\n\`\`\``));
    const words = textOf(body, BLOCKS);
    expect(words).toContain('␀␁');
    expect(words).toContain('\ufffd c \ufffd d');
    expect(words.isWellFormed()).toBe(true);
  });

  it('keeps each of ten thousand lines of code', () => {
    const lines = Array.from({ length: 10_000 }, (_, line) => `rivi${line}`);
    const { body } = write(documentOf(`\`\`\`text\n${lines.join('\n')}\n\`\`\``));
    expect(missingWords(lines, wordsOf(body))).toEqual([]);
  });

  it('keeps each cell of a table that is wider than a page', () => {
    const cells = Array.from({ length: 130 }, (_, column) => `sarake${column}`);
    const row = (words: readonly string[]): string => `| ${words.join(' | ')} |`;
    const table = [row(cells), row(cells.map(() => '---')), row(cells.map((cell) => `arvo${cell}`))].join('\n');
    const words = new Set(wordsOf(write(documentOf(table)).body));
    expect(cells.filter((cell) => !words.has(cell) || !words.has(`arvo${cell}`))).toEqual([]);
  });

  it('writes what HTML there is in a text as text', () => {
    const { body } = write(documentOf('<script>alert(1)</script> <img src=x onerror=alert(1)>'));
    expect(textOf(body, BLOCKS)).toContain('<script>alert(1)</script> <img src=x onerror=alert(1)>');
    expect([...findAll(body, 'script'), ...findAll(body, 'img')]).toEqual([]);
  });

  it('has as many formulas, tables and notes as the text', () => {
    const { body, notes } = write(documentOf(SAMPLE));
    const count = (node: XmlNode, name: string): number => findAll(node, name).length;
    const found = {
      docx: () => [
        count(body, 'm:oMath'),
        count(body, 'w:tbl'),
        count(body, 'w:footnoteReference'),
        count(notes, 'w:footnote') - 2,
      ],
      odt: () => [
        count(body, 'draw:object'),
        count(body, 'table:table'),
        count(body, 'text:note'),
        count(body, 'text:note-body'),
      ],
      html: () => [count(body, 'math'), count(body, 'table'), 2, 2],
    }[format];
    expect(found?.()).toEqual([4, 2, 2, 2]);
  });
});

describe('a Word file', () => {
  it('has a type for each part, and each relationship leads somewhere', () => {
    const parts = readPackage(writeDocx(documentOf(SAMPLE)));
    for (const text of Object.values(parts)) parseXml(text);
    const types = parseXml(parts['[Content_Types].xml'] ?? '');
    const named = findAll(types, 'Override').map(({ attributes }) => attributes['PartName']?.slice(1));
    expect(named.filter((name) => parts[name ?? ''] === undefined)).toEqual([]);
    for (const [name, folder] of [
      ['_rels/.rels', ''],
      ['word/_rels/document.xml.rels', 'word/'],
    ] as const) {
      const all = findAll(parseXml(parts[name] ?? ''), 'Relationship').map(({ attributes }) => attributes);
      const own = all.filter(({ TargetMode }) => TargetMode !== 'External');
      expect(own.filter(({ Target }) => parts[folder + Target] === undefined)).toEqual([]);
      expect(new Set(all.map(({ Id }) => Id)).size).toBe(all.length);
    }
    const ids = findAll(parseXml(parts['word/_rels/document.xml.rels'] ?? ''), 'Relationship').map(
      ({ attributes }) => attributes['Id'],
    );
    const used = findAll(parseXml(parts['word/document.xml'] ?? ''), 'w:hyperlink').map(
      ({ attributes }) => attributes['r:id'],
    );
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('begins a paragraph of a right-to-left script at the right', () => {
    const body = parseXml(readPackage(writeDocx(documentOf('שלום עולם')))['word/document.xml'] ?? '');
    expect([findAll(body, 'w:bidi').length, findAll(body, 'w:rtl').length]).toEqual([1, 1]);
  });

  it('has real fractions, roots and matrices', () => {
    const body = parseXml(readPackage(writeDocx(documentOf(SAMPLE)))['word/document.xml'] ?? '');
    const names = ['m:f', 'm:rad', 'm:nary', 'm:m', 'm:d', 'm:sSup'];
    expect(names.filter((name) => findAll(body, name).length === 0)).toEqual([]);
  });
});

describe('an OpenDocument file', () => {
  it('begins with its type, which is not compressed', () => {
    const bytes = writeOdt(documentOf(SAMPLE));
    const head = Buffer.from(bytes).subarray(0, 90).toString('latin1');
    expect(head.slice(30, 85)).toContain('mimetypeapplication/vnd.oasis.opendocument.text');
    expect(Buffer.from(bytes).readUInt16LE(8)).toBe(0);
  });

  it('lists each part in its manifest, and has a formula for each object', () => {
    const parts = readPackage(writeOdt(documentOf(SAMPLE)));
    const listed = findAll(parseXml(parts['META-INF/manifest.xml'] ?? ''), 'manifest:file-entry').map(
      ({ attributes }) => attributes['manifest:full-path'] ?? '',
    );
    const files = Object.keys(parts).filter((name) => name !== 'mimetype' && !name.startsWith('META-INF/'));
    expect(listed.filter((name) => !name.endsWith('/')).sort()).toEqual(files.sort());
    const objects = findAll(parseXml(parts['content.xml'] ?? ''), 'draw:object').map(
      ({ attributes }) => attributes['xlink:href'],
    );
    expect(objects.filter((href) => parts[`${href?.slice(2)}/content.xml`] === undefined)).toEqual([]);
  });

  it('has no table within a list, where the format allows none', () => {
    const content = parseXml(readPackage(writeOdt(documentOf(SAMPLE)))['content.xml'] ?? '');
    expect(findAll(content, 'text:list').flatMap((list) => findAll(list, 'table:table'))).toEqual([]);
  });
});

it('shows an attached file under its name', () => {
  const text = 'Lue tämä.\n\n```text muistio.txt\nensin\n  sitten\n```';
  expect(readMessage({ role: 'user', text, isFormed: false }).blocks).toEqual([
    { kind: 'paragraph', inlines: [{ kind: 'text', text: 'Lue tämä.' }] },
    { kind: 'code', label: 'muistio.txt', isFile: true, text: 'ensin\n  sitten' },
  ]);
});

it.each(['docx', 'html'])('has the words of commands in formulas that are not trusted: %s', (format) => {
  const answer =
    'Luku $\\href{javascript:alert(1)}{x}+\\htmlClass{a}{y}$, $\\url{https://a.b/%20_}$, $\\includegraphics[alt=k]{a_b.png}$.';
  const written = FORMATS[format]?.(documentOf(answer));
  const text = written ? textOf(written.body, BLOCKS).replace(/\s/g, '') : '';
  for (const words of ['https://a.b/%20_', 'x+y', 'a_b.png']) expect(text).toContain(words);
});
