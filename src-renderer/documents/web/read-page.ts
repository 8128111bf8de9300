import { elementsOf, find, textOf, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import type { Block, DocumentText } from '../text/blocks.ts';
import { decodeHtml } from './decode-html.ts';
import { parseHtml } from './parse-html.ts';
import { removeDrawings } from './page-left-out.ts';
import { PageNotes } from './page-notes.ts';
import { PageWalk } from './page-walk.ts';

/** The text of an HTML page: what a reader sees of it without scripts, frames and pictures. @throws Unreadable */
export function readPage(bytes: Uint8Array, leftOut: LeftOutCounter): DocumentText {
  const root = parseHtml(decodeHtml(bytes));
  const notes = new PageNotes([{ root, path: '' }]);
  const blocks = readBody(root, '', notes, leftOut);
  const title = find(root, 'title');
  const words = title ? textOf(title).trim() : '';
  const isTitled = words === '' || blocks.some(({ kind }) => kind === 'heading');
  const head: Block[] = isTitled
    ? []
    : [{ kind: 'heading', level: 1, inlines: [{ kind: 'text', text: words, style: {} }] }];
  return {
    blocks: [...head, ...blocks],
    notes: notes.write((note, path) => new PageWalk(path, notes, leftOut).blocks(note)),
  };
}

/** The blocks of a page's body. @param path - of the page in a book */
export function readBody(root: Element, path: string, notes: PageNotes, leftOut: LeftOutCounter): Block[] {
  const html = root.name === 'html' ? root : find(root, 'html');
  const body = html ? elementsOf(html).find(({ name }) => name === 'body') : undefined;
  removeDrawings(body ?? root);
  // Scripts of the head are said too.
  const head = html ? elementsOf(html).find(({ name }) => name === 'head') : undefined;
  leftOut.add('scripts', head ? elementsOf(head).filter(({ name }) => name === 'script').length : 0);
  return new PageWalk(path, notes, leftOut).blocks(body ?? root);
}
