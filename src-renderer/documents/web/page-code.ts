import { isElement, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import { BLOCKS } from './page-elements.ts';
import { isLeftOut } from './page-left-out.ts';

/** The lines of a `pre`, as they are written. Breaks and blocks begin new ones; cells beside each other have a tab between. */
export function codeOf(pre: Element, leftOut: LeftOutCounter): string {
  let text = '';
  let mustBreak = false;
  const say = (words: string): void => {
    if (words === '') return;
    const isBroken = text === '' || text.endsWith('\n') || words.startsWith('\n');
    if (mustBreak && !isBroken) text += '\n';
    mustBreak = false;
    text += words;
  };
  const visit = (element: Element): void => {
    let cells = 0;
    for (const node of element.children) {
      if (!isElement(node)) say(node);
      else if (isLeftOut(node, leftOut)) continue;
      else if (node.name === 'br') say('\n');
      else if (node.name === 'img') {
        leftOut.add('pictures');
        say(node.attributes.get('alt') ?? '');
      } else if (node.name === 'td' || node.name === 'th') {
        if (cells > 0) say('\t');
        cells += 1;
        visit(node);
      } else {
        const isBlock = BLOCKS.has(node.name);
        mustBreak ||= isBlock;
        visit(node);
        mustBreak ||= isBlock;
      }
    }
  };
  visit(pre);
  return text.replace(/^\n/, '');
}
