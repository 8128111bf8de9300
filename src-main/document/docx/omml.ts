/**
 * MathML to Office Math, as far as KaTeX writes MathML. Rows are read with a look at what follows: an operator such as a
 * sum takes its operand, a function its argument, and a pair of fences what is between them.
 *
 * @see ECMA-376, part 1, chapter 22.1
 */
import type { MathElement } from '../read/parse-mathml.ts';
import { element } from '../xml.ts';
import { accentOf, isRelation, isSumLike, mathText } from '../math-characters.ts';
import { textRun, tokenRun, wordsRun } from './math-run.ts';

type Node = MathElement | string;

const APPLICATION = '\u2061';
/** Word shows a box for an empty argument. */
const NOTHING = wordsRun('\u200b');

/** The content of `m:oMath`. */
export function writeOfficeMath(math: MathElement): string {
  return row(math.children);
}

function row(nodes: readonly Node[]): string {
  let written = '';
  for (let at = 0; at < nodes.length;) {
    const node = nodes[at] as Node;
    const operator = sumLikeOf(node);
    const next = nodes[at + 1];
    if (operator) {
      const end = endOfOperand(nodes, at + 1);
      written += end > at + 1 ? nary(operator, row(nodes.slice(at + 1, end))) : one(node);
      at = end;
    } else if (isFunctionName(node, next)) {
      const from = isApplication(next) ? at + 2 : at + 1;
      const argument = nodes[from];
      if (argument === undefined || isNamed(argument, 'mo')) {
        written += one(node);
        at = from;
      } else {
        written += element('m:func', {}, element('m:fName', {}, one(node)) + argumentOf([argument]));
        at = from + 1;
      }
    } else {
      written += one(node);
      at += 1;
    }
  }
  return written;
}

function one(node: Node): string {
  if (typeof node === 'string') return textRun(node, 'p');
  const { name, attributes, children } = node;
  switch (name) {
    case 'mi':
    case 'mn':
    case 'mo':
    case 'mtext':
    case 'ms':
      return mathText(node) === APPLICATION ? '' : tokenRun(node);
    case 'mspace':
      return spaceOf(attributes['width'] ?? '');
    case 'mfrac': {
      const flat = /^0(?:\D|$)/.test(attributes['linethickness'] ?? '');
      const type = flat ? element('m:fPr', {}, element('m:type', { 'm:val': 'noBar' })) : '';
      return element('m:f', {}, type + part('m:num', children[0]) + part('m:den', children[1]));
    }
    case 'msqrt':
      return element(
        'm:rad',
        {},
        `${element('m:radPr', {}, element('m:degHide', { 'm:val': '1' }))}<m:deg/>${argumentOf(children)}`,
      );
    case 'mroot':
      return element('m:rad', {}, part('m:deg', children[1]) + part('m:e', children[0]));
    case 'msub':
      return element('m:sSub', {}, part('m:e', children[0]) + part('m:sub', children[1]));
    case 'msup':
      return element('m:sSup', {}, part('m:e', children[0]) + part('m:sup', children[1]));
    case 'msubsup':
      return element(
        'm:sSubSup',
        {},
        part('m:e', children[0]) + part('m:sub', children[1]) + part('m:sup', children[2]),
      );
    case 'munder':
      return above(children[0], children[1], 'bot', attributes);
    case 'mover':
      return above(children[0], children[1], 'top', attributes);
    case 'munderover':
      return limit('m:limUpp', limit('m:limLow', partContent(children[0]), children[1]), children[2]);
    case 'mtable':
      return table(node);
    case 'menclose':
      return enclosed(attributes['notation'] ?? '', children);
    case 'mphantom':
      return element(
        'm:phant',
        {},
        element('m:phantPr', {}, element('m:show', { 'm:val': '0' })) + argumentOf(children),
      );
    default:
      // What stands for nothing before `=` in an aligned column, too.
      return children.length === 0 ? NOTHING : (fenced(children) ?? row(children));
  }
}

/** `\left( … \right)`: a row whose first or last node is a fence. */
function fenced(nodes: readonly Node[]): string | null {
  const [open, close] = [fenceOf(nodes[0]), nodes.length > 1 ? fenceOf(nodes.at(-1)) : null];
  if (open === null && close === null) return null;
  const inner = nodes.slice(open === null ? 0 : 1, close === null ? undefined : -1);
  const middles = inner.map(fenceOf).filter((fence) => fence !== null);
  const isSeparated = middles.length > 0 && new Set(middles).size === 1;
  const groups: Node[][] = [[]];
  for (const node of inner) {
    if (isSeparated && fenceOf(node) !== null) groups.push([]);
    else groups.at(-1)?.push(node);
  }
  const looks =
    element('m:begChr', { 'm:val': open ?? '' }) +
    (isSeparated ? element('m:sepChr', { 'm:val': middles[0] }) : '') +
    element('m:endChr', { 'm:val': close ?? '' });
  return element('m:d', {}, element('m:dPr', {}, looks) + groups.map(argumentOf).join(''));
}

function fenceOf(node: Node | undefined): string | null {
  return node !== undefined && isNamed(node, 'mo') && node.attributes['fence'] === 'true' ? mathText(node) : null;
}

interface SumLike {
  readonly character: string;
  readonly place: 'undOvr' | 'subSup';
  readonly sub: Node | undefined;
  readonly sup: Node | undefined;
}

function sumLikeOf(node: Node): SumLike | null {
  if (typeof node === 'string') return null;
  const [base, first, second] = node.children;
  const character = mathText(node.name === 'mo' ? node : (base ?? ''));
  if (!isSumLike(character) || (node.name !== 'mo' && !(base && isNamed(base, 'mo')))) return null;
  switch (node.name) {
    case 'mo':
      return { character, place: 'subSup', sub: undefined, sup: undefined };
    case 'msub':
    case 'munder':
      return { character, place: node.name === 'msub' ? 'subSup' : 'undOvr', sub: first, sup: undefined };
    case 'msup':
    case 'mover':
      return { character, place: node.name === 'msup' ? 'subSup' : 'undOvr', sub: undefined, sup: first };
    case 'msubsup':
    case 'munderover':
      return { character, place: node.name === 'msubsup' ? 'subSup' : 'undOvr', sub: first, sup: second };
    default:
      return null;
  }
}

function nary({ character, place, sub, sup }: SumLike, operand: string): string {
  const looks =
    element('m:chr', { 'm:val': character }) +
    element('m:limLoc', { 'm:val': place }) +
    (sub === undefined ? element('m:subHide', { 'm:val': '1' }) : '') +
    (sup === undefined ? element('m:supHide', { 'm:val': '1' }) : '');
  const limits = [
    sub === undefined ? '<m:sub/>' : part('m:sub', sub),
    sup === undefined ? '<m:sup/>' : part('m:sup', sup),
  ];
  return element('m:nary', {}, element('m:naryPr', {}, looks) + limits.join('') + element('m:e', {}, operand));
}

/** A sum takes everything up to a relation such as `=`. */
function endOfOperand(nodes: readonly Node[], from: number): number {
  const found = nodes.findIndex(
    (node, index) => index >= from && (isRelation(mathText(node)) || fenceOf(node) !== null),
  );
  return found < 0 ? nodes.length : found;
}

function isFunctionName(node: Node, next: Node | undefined): boolean {
  if (typeof node === 'string') return false;
  if (isApplication(next)) return isNamed(node, 'mi');
  return /^m(?:under|sub|sup|subsup)$/.test(node.name) && mathText(node.children[0] ?? '').endsWith(APPLICATION);
}

function isApplication(node: Node | undefined): boolean {
  return node !== undefined && isNamed(node, 'mo') && mathText(node) === APPLICATION;
}

function above(
  base: Node | undefined,
  mark: Node | undefined,
  side: 'top' | 'bot',
  attributes: MathElement['attributes'],
): string {
  const character = mathText(mark ?? '');
  const position = element('m:pos', { 'm:val': side });
  if (character === '‾' || character === '_' || character === '¯')
    return element('m:bar', {}, element('m:barPr', {}, position) + part('m:e', base));
  if (character === '⏞' || character === '⏟') {
    const looks =
      element('m:chr', { 'm:val': character }) +
      position +
      element('m:vertJc', { 'm:val': side === 'top' ? 'bot' : 'top' });
    return element('m:groupChr', {}, element('m:groupChrPr', {}, looks) + part('m:e', base));
  }
  const accent = side === 'top' && attributes['accent'] === 'true' ? accentOf(character) : null;
  if (accent !== null)
    return element('m:acc', {}, element('m:accPr', {}, element('m:chr', { 'm:val': accent })) + part('m:e', base));
  return limit(side === 'top' ? 'm:limUpp' : 'm:limLow', partContent(base), mark);
}

function limit(name: 'm:limUpp' | 'm:limLow', base: string, mark: Node | undefined): string {
  return element(name, {}, element('m:e', {}, base) + part('m:lim', mark));
}

function table({ attributes, children }: MathElement): string {
  const rows = children.filter((child): child is MathElement => typeof child !== 'string');
  const cellsOf = (one: MathElement): Node[][] =>
    one.children.map((cell) => (typeof cell === 'string' ? [cell] : [...cell.children]));
  // A numbered equation: its number stands behind it.
  if (attributes['width'] === '100%') {
    const parts = rows.flatMap(cellsOf).filter((cell) => cell.length > 0);
    return parts.map(row).join(textRun('\u2003', 'p'));
  }
  const columns = Math.max(1, ...rows.map(({ children: cells }) => cells.length));
  const places = (attributes['columnalign'] ?? '').split(/\s+/);
  const looks = Array.from({ length: columns }, (_, column) => {
    const place = places[column] ?? places.at(-1);
    const known = place === 'left' || place === 'right' ? place : 'center';
    return element(
      'm:mc',
      {},
      element('m:mcPr', {}, element('m:count', { 'm:val': 1 }) + element('m:mcJc', { 'm:val': known })),
    );
  });
  const properties = element(
    'm:mPr',
    {},
    element('m:plcHide', { 'm:val': '1' }) + element('m:mcs', {}, looks.join('')),
  );
  const written = rows.map((one) => {
    const cells = cellsOf(one);
    return element(
      'm:mr',
      {},
      Array.from({ length: columns }, (_, column) => argumentOf(cells[column] ?? [])).join(''),
    );
  });
  return element('m:m', {}, properties + written.join(''));
}

function enclosed(notation: string, children: readonly Node[]): string {
  if (notation.includes('box')) return element('m:borderBox', {}, argumentOf(children));
  const strikes = [
    ...(notation.includes('horizontalstrike') ? ['m:strikeH'] : []),
    ...(notation.includes('updiagonalstrike') ? ['m:strikeBLTR'] : []),
    ...(notation.includes('downdiagonalstrike') ? ['m:strikeTLBR'] : []),
  ];
  if (strikes.length === 0) return row(children);
  const hidden = ['m:hideTop', 'm:hideBot', 'm:hideLeft', 'm:hideRight'];
  const looks = [...hidden, ...strikes].map((name) => element(name, { 'm:val': '1' })).join('');
  return element('m:borderBox', {}, element('m:borderBoxPr', {}, looks) + argumentOf(children));
}

/** Widths of TeX's spaces, as the nearest space of the text. */
function spaceOf(width: string): string {
  const em = Number.parseFloat(width);
  if (!(em > 0)) return '';
  return textRun(
    em >= 1 ? '\u2003'.repeat(Math.min(8, Math.round(em))) : em >= 0.4 ? '\u2002' : em >= 0.25 ? '\u2005' : '\u2009',
    'p',
  );
}

function part(name: string, node: Node | undefined): string {
  return element(name, {}, partContent(node));
}

function partContent(node: Node | undefined): string {
  return (node === undefined ? '' : one(node)) || NOTHING;
}

function argumentOf(nodes: readonly Node[]): string {
  return element('m:e', {}, (fenced(nodes) ?? row(nodes)) || NOTHING);
}

function isNamed(node: Node, name: string): node is MathElement {
  return typeof node !== 'string' && node.name === name;
}
