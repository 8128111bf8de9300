/** What the parsers of XML and HTML make: elements and texts, without comments and processing instructions. */
export interface Element {
  /** With the prefix of `NAMESPACES`, whatever the file's own prefix is: `w:p`; of XHTML without one. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Node[];
}

export type Node = Element | string;

export function isElement(node: Node): node is Element {
  return typeof node !== 'string';
}

export function elementsOf({ children }: Element): Element[] {
  return children.filter(isElement);
}

export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((node): node is Element => isElement(node) && node.name === name);
}

/** The value of an attribute of `element`'s child `name`; undefined without the one or the other. */
export function childValue(element: Element | undefined, name: string, attribute: string): string | undefined {
  return child(element, name)?.attributes.get(attribute);
}

/** Every element below `element`, in the order of the file. @param closed - not what is below elements of this name */
export function* descendants(element: Element, closed?: string): Generator<Element> {
  const waiting: Node[] = [...element.children].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isElement(node)) continue;
    yield node;
    if (node.name === closed) continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) waiting.push(node.children[index] as Node);
  }
}

export function find(element: Element, name: string): Element | undefined {
  for (const one of descendants(element)) if (one.name === name) return one;
  return undefined;
}

export function count(element: Element, ...names: readonly string[]): number {
  let found = 0;
  for (const one of descendants(element)) if (names.includes(one.name)) found += 1;
  return found;
}

/** All text below, as it is written. */
export function textOf(node: Node): string {
  if (!isElement(node)) return node;
  let text = '';
  const waiting: Node[] = [...node.children].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isElement(next))
      for (let at = next.children.length - 1; at >= 0; at -= 1) waiting.push(next.children[at] as Node);
    else text += next;
  }
  return text;
}
