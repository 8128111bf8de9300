import type { MathElement } from './read/parse-mathml.ts';
import { element, escapeXml } from './xml.ts';

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** A formula as MathML. @param source - TeX, as an annotation, so that a reader can take it from the file */
export function writeMathml({ name, attributes, children }: MathElement, source: string | null): string {
  const content = children.map(writeNode).join('');
  const annotated =
    source === null
      ? content
      : `<semantics><mrow>${content}</mrow>${element('annotation', { encoding: 'application/x-tex' }, escapeXml(source))}</semantics>`;
  return element(name, { ...attributes, xmlns: NAMESPACE }, annotated);
}

function writeNode(node: MathElement | string): string {
  if (typeof node === 'string') return escapeXml(node);
  const content = node.children.map(writeNode).join('');
  return content === ''
    ? `<${node.name}${attributesOf(node)}></${node.name}>`
    : element(node.name, node.attributes, content);
}

function attributesOf({ attributes }: MathElement): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}
