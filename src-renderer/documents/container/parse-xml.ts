/**
 * XML into a tree, strictly and with bounds. Nothing outside the text is read, and no entity is declared: a document
 * type with declarations of its own, as bombs have, is refused.
 *
 * @see https://www.w3.org/TR/xml/
 */
import { because } from '#contract/reasons';
import { Unreadable } from '../unreadable.ts';
import { prefixOf } from './namespaces.ts';
import type { Element } from './tree.ts';

/** Of elements in elements. A table in a table in a table has some thirty. */
export const DEEPEST = 250;
/** Of elements and texts; a book of a thousand pages has half a million. */
const MOST_NODES = 2_000_000;
const NAME = /[\p{L}_:][\p{L}\p{N}_:.\-·]*/uy;
const ATTRIBUTE = /\s+([\p{L}_:][\p{L}\p{N}_:.\-·]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  // XHTML declares these in a document type that is not read; the usual ones are known, others mean that it is no XML.
  nbsp: '\u00A0',
  shy: '\u00AD',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  auml: 'ä',
  ouml: 'ö',
  aring: 'å',
  Auml: 'Ä',
  Ouml: 'Ö',
  Aring: 'Å',
  eacute: 'é',
  copy: '©',
  euro: '€',
};

interface Open {
  readonly element: Element;
  /** As it is written, for its end. */
  readonly written: string;
  readonly scope: ReadonlyMap<string, string>;
}

/**
 * @param part - names the text in errors
 * @throws Unreadable
 */
export function parseXml(source: string, part: string): Element {
  const broken = (): Unreadable => new Unreadable(because('part-damaged', { part }));
  const open: Open[] = [];
  let root: Element | null = null;
  let nodes = 0;
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  const text = (value: string): void => {
    const top = open.at(-1);
    if (top) top.element.children.push(value);
    else if (value.trim() !== '') throw broken();
  };
  const after = (mark: string, from: number): number => {
    const found = source.indexOf(mark, from);
    if (found < 0) throw broken();
    return found + mark.length;
  };
  while (at < source.length) {
    if ((nodes += 1) > MOST_NODES) throw new Unreadable(because('document-too-many', { most: MOST_NODES }));
    const next = source.indexOf('<', at);
    if (next !== at) {
      const end = next < 0 ? source.length : next;
      text(decoded(source.slice(at, end), broken));
      at = end;
      continue;
    }
    if (source.startsWith('<!--', at)) at = after('-->', at + 4);
    else if (source.startsWith('<![CDATA[', at)) {
      const end = after(']]>', at);
      text(source.slice(at + 9, end - 3));
      at = end;
    } else if (source.startsWith('<?', at)) at = after('?>', at);
    else if (source.startsWith('<!DOCTYPE', at)) {
      const end = after('>', at);
      if (root || source.slice(at, end).includes('[')) throw new Unreadable(because('xml-declares'));
      at = end;
    } else if (source.startsWith('</', at)) {
      const end = after('>', at);
      const top = open.pop();
      if (top?.written !== source.slice(at + 2, end - 1).trimEnd()) throw broken();
      at = end;
    } else {
      NAME.lastIndex = at + 1;
      const written = NAME.exec(source)?.[0];
      if (written === undefined || (root && open.length === 0)) throw broken();
      const pairs: [string, string][] = [];
      at += 1 + written.length;
      for (;;) {
        ATTRIBUTE.lastIndex = at;
        const match = ATTRIBUTE.exec(source);
        if (!match) break;
        pairs.push([match[1] ?? '', decoded(match[2] ?? match[3] ?? '', broken)]);
        at = ATTRIBUTE.lastIndex;
      }
      const isEmpty = /\s*\/>/y;
      const isOpen = /\s*>/y;
      isEmpty.lastIndex = isOpen.lastIndex = at;
      const closes = isEmpty.test(source);
      if (!closes && !isOpen.test(source)) throw broken();
      at = closes ? isEmpty.lastIndex : isOpen.lastIndex;
      const scope = scopeOf(open.at(-1)?.scope ?? new Map(), pairs);
      const element: Element = {
        name: named(written, scope, true),
        attributes: attributesOf(pairs, scope),
        children: [],
      };
      open.at(-1)?.element.children.push(element);
      root ??= element;
      if (!closes) open.push({ element, written, scope });
      if (open.length > DEEPEST) throw new Unreadable(because('document-too-deep', { most: DEEPEST }));
    }
  }
  if (!root || open.length > 0) throw broken();
  return root;
}

function scopeOf(outer: ReadonlyMap<string, string>, pairs: readonly [string, string][]): ReadonlyMap<string, string> {
  const declared = pairs.filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([name, value]): [string, string] => [name.slice(6), prefixOf(value)])]);
}

function named(written: string, scope: ReadonlyMap<string, string>, isElement: boolean): string {
  const colon = written.indexOf(':');
  const own = colon < 0 ? '' : written.slice(0, colon);
  if (own === 'xml') return written;
  // An attribute without a prefix has no namespace.
  const prefix = colon < 0 && !isElement ? '' : (scope.get(own) ?? (own === '' ? '' : own));
  return prefix === '' ? written.slice(colon + 1) : `${prefix}:${written.slice(colon + 1)}`;
}

function attributesOf(
  pairs: readonly [string, string][],
  scope: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(pairs.map(([name, value]) => [named(name, scope, false), value.replace(/[\t\n\r]/g, ' ')]));
}

function decoded(text: string, broken: () => Unreadable): string {
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([\da-fA-F]{1,8})|#(\d{1,9})|(\w{1,12}));|&/g,
    (_, hex?: string, ten?: string, name = '') => {
      const code = hex === undefined ? Number(ten ?? -1) : Number.parseInt(hex, 16);
      if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      const entity = Object.hasOwn(ENTITIES, name as string) ? ENTITIES[name as string] : undefined;
      if (entity === undefined) throw broken();
      return entity;
    },
  );
}
