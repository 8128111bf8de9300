/** An element of MathML; its attributes and children in the order of the source. */
export interface MathElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MathElement | string)[];
}

const PIECE = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/**
 * Reads what KaTeX writes, which is well formed and escapes five characters. @returns the `math` element without its
 * annotation; null when there is none
 */
export function parseMathml(markup: string): MathElement | null {
  const open: { name: string; attributes: Record<string, string>; children: (MathElement | string)[] }[] = [
    { name: '', attributes: {}, children: [] },
  ];
  for (const [, slash, name = '', attributes = '', empty, text] of markup.matchAll(PIECE)) {
    const top = open.at(-1);
    if (!top) return null;
    if (text !== undefined) top.children.push(unescaped(text));
    else if (slash === '/') {
      const closed = open.pop();
      if (closed) open.at(-1)?.children.push(closed);
    } else {
      const element = { name, attributes: readAttributes(attributes), children: [] };
      if (empty === '/') top.children.push(element);
      else open.push(element);
    }
  }
  return findMath(open[0]);
}

function findMath(element: MathElement | string | undefined): MathElement | null {
  if (element === undefined || typeof element === 'string') return null;
  if (element.name === 'math') return { ...element, children: element.children.flatMap(withoutSemantics) };
  for (const child of element.children) {
    const found = findMath(child);
    if (found) return found;
  }
  return null;
}

function withoutSemantics(child: MathElement | string): (MathElement | string)[] {
  if (typeof child === 'string' || child.name !== 'semantics') return [child];
  return child.children.filter((each) => typeof each === 'string' || each.name !== 'annotation');
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}
