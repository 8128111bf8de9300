/** Reads written Office and OpenDocument files as strictly as their programs do. */
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlNode | string)[];
}

/** @throws when it is not well formed, or uses a prefix that it does not declare */
export function parseXml(text: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [] };
  const open: XmlNode[] = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value] as const);
    const node: XmlNode = { name, attributes: Object.fromEntries(values), children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (words) => open.at(-1)?.children.push(words));
  parser.write(text).close();
  return root;
}

/** Every part, as text. */
export function readPackage(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
}

export function findAll(node: XmlNode, name: string): XmlNode[] {
  return node.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...findAll(child, name)],
  );
}

/** All text; each of `blocks` is on lines of its own, and the marks of both formats for spaces are spaces. */
export function textOf(node: XmlNode | string, blocks: ReadonlySet<string>): string {
  if (typeof node === 'string') return node;
  if (/^(?:w|text):(?:tab|br|line-break)$/.test(node.name)) return '\n';
  if (node.name === 'text:s') return ' '.repeat(Number(node.attributes['text:c'] ?? 1));
  const inner = node.children.map((child) => textOf(child, blocks)).join('');
  return blocks.has(node.name) ? `\n${inner}\n` : inner;
}
