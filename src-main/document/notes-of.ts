/**
 * Where the notes of a section are put by formats whose notes are at the reference and contain no others. The page's
 * notes may refer to each other, so one that only notes refer to becomes a part of the note that leads to it.
 */
import type { Block, Inline, Section } from './model.ts';

export interface PlacedNotes {
  /** Blocks by number, for the notes that the text itself refers to: from 1 on, in the order of the text. */
  readonly placed: ReadonlyMap<number, readonly Block[]>;
}

export function notesOf({ blocks, notes }: Section): PlacedNotes {
  const inText = new Set(numbersIn(blocks));
  const placed = new Map<number, Block[]>();
  const rootOf = new Map<number, number>();
  for (const { number, blocks: own } of notes) {
    const root = inText.has(number) ? number : rootOf.get(number);
    // Numbers are given in the order of the references, so whatever leads to a note comes before it.
    if (root === undefined) continue;
    const at = placed.get(root);
    if (at === undefined) placed.set(root, [...own]);
    else at.push(...marked(markOf(number), own));
    for (const next of numbersIn(own)) if (!inText.has(next) && !rootOf.has(next)) rootOf.set(next, root);
  }
  return { placed };
}

/** How a note is referred to that is no note of the format: superscript in brackets. */
export function markOf(number: number): Inline {
  return { kind: 'styled', style: 'sup', inlines: [{ kind: 'text', text: `[${number}]` }] };
}

/** The mark is in the first paragraph, or before what is none. */
function marked(mark: Inline, [first, ...rest]: readonly Block[]): Block[] {
  const inlines: Inline[] = [mark, { kind: 'text', text: ' ' }];
  if (first?.kind === 'paragraph') return [{ kind: 'paragraph', inlines: [...inlines, ...first.inlines] }, ...rest];
  return [{ kind: 'paragraph', inlines }, ...(first ? [first] : []), ...rest];
}

function numbersIn(blocks: readonly Block[]): number[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return numbersInWords(block.inlines);
      case 'quote':
        return numbersIn(block.blocks);
      case 'list':
        return block.items.flatMap(numbersIn);
      case 'table':
        return [block.header, ...block.rows].flat().flatMap(numbersInWords);
      case 'details':
        return [...numbersInWords(block.summary), ...numbersIn(block.blocks)];
      case 'code':
      case 'formula':
      case 'rule':
        return [];
    }
  });
}

function numbersInWords(inlines: readonly Inline[]): number[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === 'note') return [inline.number];
    return inline.kind === 'styled' || inline.kind === 'link' ? numbersInWords(inline.inlines) : [];
  });
}
