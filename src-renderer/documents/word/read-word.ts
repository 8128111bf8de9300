import { because } from '#contract/reasons';
import { partPath, readXml, readXmlIfThere } from '../container/package.ts';
import type { ZipArchive } from '../container/read-zip.ts';
import { count, descendants, elementsOf, textOf, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import type { DocumentText } from '../text/blocks.ts';
import { Unreadable } from '../unreadable.ts';
import { readRelations, type Relations } from './relations.ts';
import { WordNotes } from './word-notes.ts';
import { WordNumbering } from './word-numbering.ts';
import { WordStyles } from './word-styles.ts';
import { WordWalk } from './word-walk.ts';

/**
 * The text of a Word file (.docx, .docm, .dotx): headings, lists with their numbers, tables, footnotes, links, formulas
 * and text boxes. Insertions are text, tracked deletions are counted. Macros are never read.
 *
 * @throws Unreadable
 * @see ECMA-376 Part 1 (WordprocessingML)
 */
export async function readWord(archive: ZipArchive, leftOut: LeftOutCounter): Promise<DocumentText> {
  const main = await mainPart(archive);
  const relations = await readRelations(archive, main);
  const part = (type: string): Promise<Element | undefined> => {
    const [name] = relations.byType(type);
    return name === undefined ? Promise.resolve(undefined) : readXmlIfThere(archive, name);
  };
  const styles = new WordStyles(await part('styles'));
  const numbering = new WordNumbering(await part('numbering'), styles);
  const notes = new WordNotes(await part('footnotes'), await part('endnotes'));
  const root = await readXml(archive, main);
  const body = elementsOf(root).find(({ name }) => name === 'w:body');
  if (!body) throw new Unreadable(because('part-damaged', { part: main }));

  const parts = { styles, numbering, notes, leftOut };
  const blocks = new WordWalk(parts, relations).blocks(body);
  const written = await notes.write(async (element, kind) => {
    const [name] = relations.byType(kind);
    return new WordWalk(parts, name === undefined ? relations : await readRelations(archive, name)).blocks(element);
  });

  const comments = await part('comments');
  if (comments) leftOut.add('comments', count(comments, 'w:comment'));
  leftOut.add('headers', await countHeaders(archive, relations));
  leftOut.add('macros', archive.names.filter((name) => /(?:^|\/)vbaProject\.bin$/i.test(name)).length);
  return { blocks, notes: written };
}

async function mainPart(archive: ZipArchive): Promise<string> {
  const [name] = archive.has('_rels/.rels') ? (await readRelations(archive, '')).byType('officeDocument') : [];
  return name ?? partPath('', 'word/document.xml');
}

/** How many of the texts at the edges of pages say anything. */
async function countHeaders(archive: ZipArchive, relations: Relations): Promise<number> {
  let found = 0;
  for (const name of new Set([...relations.byType('header'), ...relations.byType('footer')])) {
    const header = await readXmlIfThere(archive, name);
    if (header && /\p{L}/u.test(wordsOf(header))) found += 1;
  }
  return found;
}

/** Without the codes of fields, as of a page's number. */
function wordsOf(header: Element): string {
  return [...descendants(header)]
    .filter(({ name }) => name === 'w:t')
    .map(textOf)
    .join('');
}
