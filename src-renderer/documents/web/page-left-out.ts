import { textOf, type Element } from '../container/tree.ts';
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
  'template',
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
  const isHidden = attributes.has('hidden') || /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
  if (isHidden && textOf(element).trim() !== '') leftOut.add('hidden');
  // KaTeX draws each formula beside its MathML.
  const isDrawn = /\bkatex-html\b/.test(attributes.get('class') ?? '');
  return isHidden || isDrawn;
}
