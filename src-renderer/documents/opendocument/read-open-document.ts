import { because } from '#contract/reasons';
import { parseXml } from '../container/parse-xml.ts';
import { readXml, readXmlIfThere } from '../container/package.ts';
import type { ZipArchive } from '../container/read-zip.ts';
import { child, count, find, textOf, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import type { DocumentText } from '../text/blocks.ts';
import { Unreadable } from '../unreadable.ts';
import { OpenStyles } from './open-styles.ts';
import { OpenWalk } from './open-walk.ts';

/**
 * The text of an OpenDocument text (.odt, .ott): headings with their numbers, lists, tables, notes, links, formulas and
 * frames of text. Macros are never read.
 *
 * @throws Unreadable
 * @see OASIS OpenDocument 1.3, part 3
 */
export async function readOpenDocument(archive: ZipArchive, leftOut: LeftOutCounter): Promise<DocumentText> {
  const manifest = await readXmlIfThere(archive, 'META-INF/manifest.xml');
  if (manifest && find(manifest, 'manifest:encryption-data')) throw new Unreadable(because('asks-for-password'));
  const content = await readXml(archive, 'content.xml');
  const styles = await readXmlIfThere(archive, 'styles.xml');
  const formulas = new Map<string, Element>();
  for (const name of archive.names) {
    const [, object] = /^(?:\.\/)?([^/]+)\/content\.xml$/.exec(name) ?? [];
    if (object !== undefined) formulas.set(object, await readXml(archive, name));
  }
  leftOut.add(
    'macros',
    archive.names.filter(
      (name) => /^(?:Basic|Scripts)\/.*\.(?:xml|xba|py|js|bsh)$/i.test(name) && !/script-l[bc]\.xml$/i.test(name),
    ).length,
  );
  return readBody([content, ...(styles ? [styles] : [])], formulas, leftOut);
}

/** The same of a flat file (.fodt), which is one text of XML. @throws Unreadable */
export function readFlatOpenDocument(source: string, name: string, leftOut: LeftOutCounter): DocumentText {
  return readBody([parseXml(source, name)], new Map(), leftOut);
}

function readBody(
  roots: readonly Element[],
  formulas: ReadonlyMap<string, Element>,
  leftOut: LeftOutCounter,
): DocumentText {
  const [content] = roots as [Element];
  const kinds = child(content, 'office:body');
  const body = child(kinds, 'office:text');
  if (!body && child(kinds, 'office:spreadsheet')) throw new Unreadable(because('is-spreadsheet'));
  if (!body && child(kinds, 'office:presentation')) throw new Unreadable(because('is-presentation'));
  if (!body && child(kinds, 'office:drawing')) throw new Unreadable(because('is-drawing'));
  if (!body) throw new Unreadable(because('part-damaged', { part: 'content.xml' }));
  const walk = new OpenWalk(new OpenStyles(roots), formulas, leftOut);
  const blocks = walk.blocks(body);
  leftOut.add('comments', count(content, 'office:annotation'));
  for (const root of roots) {
    const masters = child(root, 'office:master-styles');
    leftOut.add('headers', masters ? edges(masters) : 0);
    const scripts = child(root, 'office:scripts');
    leftOut.add('macros', scripts ? count(scripts, 'office:script') : 0);
  }
  return { blocks, notes: walk.notes };
}

/** How many of the texts at the edges of pages say anything. */
function edges(masters: Element): number {
  let found = 0;
  const names = ['header', 'footer', 'header-left', 'footer-left', 'header-first', 'footer-first'];
  for (const page of masters.children) {
    if (typeof page === 'string') continue;
    for (const name of names) {
      const edge = child(page, `style:${name}`);
      if (edge && /\p{L}/u.test(textOf(edge))) found += 1;
    }
  }
  return found;
}
