import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { DEEPEST } from '../container/parse-xml.ts';
import { requireNodes } from '../container/package.ts';
import { prefixOf } from '../container/namespaces.ts';
import type { Element } from '../container/tree.ts';

/** As in XML: a page with more is no page for reading. */
const MOST_NODES = 2_000_000;

/**
 * HTML into a tree, as browsers read it, without a browser: nothing runs and nothing is fetched. Elements deeper than
 * `DEEPEST` are passed, and their text stays.
 */
export function parseHtml(source: string): Element {
  const document = parse(source, { scriptingEnabled: false });
  const root: Element = { name: '#document', attributes: new Map(), children: [] };
  const waiting: { from: DefaultTreeAdapterTypes.Node; to: Element; depth: number }[] = [];
  const push = (nodes: readonly DefaultTreeAdapterTypes.Node[], to: Element, depth: number): void => {
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      waiting.push({ from: nodes[index] as DefaultTreeAdapterTypes.Node, to, depth });
    }
  };
  push(document.childNodes, root, 0);
  let nodes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { from, to, depth } = next;
    requireNodes((nodes += 1), MOST_NODES);
    if (from.nodeName === '#text') to.children.push((from as DefaultTreeAdapterTypes.TextNode).value);
    else if ('tagName' in from) {
      const prefix = prefixOf(from.namespaceURI);
      const attributes = new Map(
        from.attrs.map(({ name, prefix: own, value }) => [
          own === undefined || own === '' ? name : `${own}:${name}`,
          value,
        ]),
      );
      const element: Element = {
        name: prefix === '' ? from.tagName : `${prefix}:${from.tagName}`,
        attributes,
        children: [],
      };
      const isTooDeep = depth > DEEPEST;
      if (!isTooDeep) to.children.push(element);
      const childNodes = from.nodeName === 'template' && 'content' in from ? from.content.childNodes : from.childNodes;
      push(childNodes, isTooDeep ? to : element, depth + 1);
    }
  }
  return root;
}
