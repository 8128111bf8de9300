import { descendants, find, isElement, textOf, type Element, type Node } from '../container/tree.ts';
import type { LeftOutCounter, LeftOutKind } from '../left-out.ts';

const KINDS: Readonly<Record<string, LeftOutKind>> = {
  script: 'scripts',
  iframe: 'frames',
  frame: 'frames',
  object: 'objects',
  embed: 'objects',
  applet: 'objects',
  video: 'media',
  audio: 'media',
  canvas: 'pictures',
  'svg:svg': 'pictures',
};
/** No part of the text: looks, and what a page keeps in store. */
const SILENT = new Set([
  'style',
  'link',
  'meta',
  'head',
  'title',
  'base',
  'source',
  'track',
  'param',
  'col',
  'colgroup',
]);

/** Whether an element is not read; what it was is counted. */
export function isLeftOut(element: Element, leftOut: LeftOutCounter): boolean {
  const { name, attributes } = element;
  if (SILENT.has(name)) return true;
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind) {
    leftOut.add(kind);
    return true;
  }
  const style = attributes.get('style') ?? '';
  const isHidden =
    name === 'template' ||
    attributes.has('hidden') ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
  if (isHidden && textOf(element).trim() !== '') leftOut.add('hidden');
  return isHidden;
}

/** Takes out what KaTeX draws of each formula, where the MathML of the same formula stands before it. */
export function removeDrawings(root: Element): void {
  for (const element of descendants(root)) {
    const elements = element.children.filter(isElement);
    const drawings = new Set<Node>(
      elements.filter((one, index) => {
        const before = elements[index - 1];
        return has(one, 'katex-html') && before && has(before, 'katex-mathml') && find(before, 'math:math');
      }),
    );
    if (drawings.size === 0) continue;
    const kept = element.children.filter((node) => !drawings.has(node));
    element.children.length = 0;
    for (const node of kept) element.children.push(node);
  }
}

function has(element: Element, name: string): boolean {
  return (element.attributes.get('class') ?? '').split(/\s+/).includes(name);
}
