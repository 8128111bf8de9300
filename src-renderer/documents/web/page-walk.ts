import { descendants, elementsOf, isElement, type Element, type Node } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import type { Block, Cell, Inline, Item } from '../text/blocks.ts';
import { hasText } from '../text/blocks.ts';
import { PageLine } from './page-line.ts';
import type { PageNotes } from './page-notes.ts';
import { isLeftOut } from './page-left-out.ts';
import { codeOf } from './page-code.ts';
import { BLOCKS } from './page-elements.ts';

/** Walks through the blocks of a page; words outside of a block are a paragraph of their own. */
export class PageWalk {
  readonly #path: string;
  readonly #notes: PageNotes;
  readonly #leftOut: LeftOutCounter;

  constructor(path: string, notes: PageNotes, leftOut: LeftOutCounter) {
    this.#path = path;
    this.#notes = notes;
    this.#leftOut = leftOut;
  }

  blocks(container: Element): Block[] {
    const blocks: Block[] = [];
    let line: Node[] = [];
    const flush = (): void => {
      const inlines = this.#line(line);
      line = [];
      if (hasText(inlines)) blocks.push({ kind: 'paragraph', inlines });
    };
    for (const node of container.children) {
      if (!isElement(node) || !hasBlock(node)) {
        line.push(node);
        continue;
      }
      flush();
      if (isLeftOut(node, this.#leftOut) || this.#notes.isNote(node)) continue;
      blocks.push(...this.#block(node));
    }
    flush();
    return blocks;
  }

  #line(nodes: readonly Node[]): Inline[] {
    return new PageLine(this.#path, this.#notes, this.#leftOut).read(nodes);
  }

  #block(element: Element): Block[] {
    const { name } = element;
    switch (name) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6': {
        const inlines = this.#line(element.children);
        return hasText(inlines) ? [{ kind: 'heading', level: Number(name.slice(1)), inlines }] : [];
      }
      case 'ul':
      case 'menu':
      case 'dir':
      case 'ol':
        return this.#list(element);
      case 'dl':
        return this.#definitions(element);
      case 'table':
        return this.#table(element);
      case 'pre': {
        const language = /\b(?:language|lang|sourceCode)[- ]([\w+#-]{1,20})/.exec(
          [element, ...elementsOf(element)].map(({ attributes }) => attributes.get('class') ?? '').join(' '),
        );
        return [{ kind: 'code', text: codeOf(element, this.#leftOut), language: language?.[1] ?? '' }];
      }
      case 'blockquote': {
        const blocks = this.blocks(element);
        return blocks.length > 0 ? [{ kind: 'quote', blocks }] : [];
      }
      case 'hr':
        return [{ kind: 'rule' }];
      default:
        return this.blocks(element);
    }
  }

  #list(element: Element): Block[] {
    const items: Item[] = [];
    for (const node of elementsOf(element)) {
      if (isLeftOut(node, this.#leftOut) || this.#notes.isNote(node)) continue;
      const isItem = node.name === 'li';
      const blocks = isItem ? this.blocks(node) : this.blocks({ ...element, children: [node] });
      // A list directly inside a list belongs to the item before it.
      const last = items.at(-1);
      if (!isItem && last) items[items.length - 1] = { blocks: [...last.blocks, ...blocks] };
      else if (blocks.length > 0) items.push({ blocks });
    }
    const start = Number(element.attributes.get('start') ?? 1) || 1;
    return items.length === 0 ? [] : [{ kind: 'list', ordered: element.name === 'ol', start, items }];
  }

  /** A term in bold, its meanings as a list. */
  #definitions(element: Element): Block[] {
    const parts = elementsOf(element).flatMap((one) => (one.name === 'div' ? elementsOf(one) : [one]));
    return parts.flatMap((part): Block[] => {
      const blocks = this.#notes.isNote(part) || isLeftOut(part, this.#leftOut) ? [] : this.blocks(part);
      if (blocks.length === 0) return [];
      if (part.name === 'dd') return [{ kind: 'list', ordered: false, start: 1, items: [{ blocks }] }];
      return blocks.map((block) =>
        block.kind === 'paragraph' ? { ...block, inlines: block.inlines.map(inBold) } : block,
      );
    });
  }

  #table(table: Element): Block[] {
    const captions: Block[] = [];
    const rows: Cell[][] = [];
    const visit = (element: Element): void => {
      for (const part of elementsOf(element)) {
        if (isLeftOut(part, this.#leftOut)) continue;
        if (part.name === 'caption') captions.push(...this.blocks(part));
        else if (part.name === 'tr') {
          const cells = elementsOf(part).filter(({ name }) => name === 'td' || name === 'th');
          rows.push(
            cells.map((cell) => ({
              blocks: this.blocks(cell),
              width: spanOf(cell, 'colspan'),
              height: spanOf(cell, 'rowspan'),
            })),
          );
        } else if (/^t(?:head|body|foot)$/.test(part.name)) visit(part);
      }
    };
    visit(table);
    return [...captions, { kind: 'table', rows }];
  }
}

/** 0 spans the rest of the table. */
function spanOf(cell: Element, name: string): number {
  const span = Number(cell.attributes.get(name) ?? 1);
  if (span === 0) return Number.MAX_SAFE_INTEGER;
  return Number.isInteger(span) && span > 0 ? span : 1;
}

/** Whether an element is a block, or has one inside: a link around a heading. */
function hasBlock(element: Element): boolean {
  if (BLOCKS.has(element.name)) return true;
  if (element.children.length === 0 || element.name.includes(':')) return false;
  for (const one of descendants(element)) if (BLOCKS.has(one.name)) return true;
  return false;
}

function inBold(inline: Inline): Inline {
  return inline.kind === 'text' ? { ...inline, style: { ...inline.style, bold: true } } : inline;
}
