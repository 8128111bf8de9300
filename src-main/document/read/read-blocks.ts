import type { Token, Tokens } from 'marked';
import type { Block, Inline } from '../model.ts';
import { linesOf, readInlines, tokensIn } from './read-inlines.ts';
import type { Reading } from './read-inlines.ts';

/** The level of a section's own heading, below which the levels of a message begin. */
const SECTION_LEVEL = 0;

/** Reads blocks in their order, since notes are numbered by it and headings go down one level at a time. */
export class BlockTranslator {
  readonly #reading: Reading;
  #level = SECTION_LEVEL;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  read(tokens: readonly Token[]): Block[] {
    const blocks: Block[] = [];
    let words: Inline[] = [];
    const flush = (): void => {
      if (words.length > 0) blocks.push({ kind: 'paragraph', inlines: words });
      words = [];
    };
    for (const token of tokens) {
      // In the items of a tight list, words stand beside blocks.
      if (token.type === 'text' || token.type === 'checkbox') {
        const isNext = token.type === 'text' && words.length > 0 && !endsInBox(words);
        words.push(...(isNext ? [{ kind: 'break' } as const] : []), ...readInlines([token], this.#reading));
        continue;
      }
      flush();
      const block = this.#block(token);
      if (block) addBlock(blocks, block, 'continues' in token);
    }
    flush();
    return blocks.map(withoutLastBreaks);
  }

  #block(token: Token): Block | null {
    const inlines = (): Inline[] => readInlines(tokensIn(token), this.#reading);
    switch (token.type) {
      case 'space':
      case 'def':
        return null;
      case 'heading': {
        const { depth } = token as Tokens.Heading;
        // As in the page: levels begin below the message's own heading and go down one at a time.
        this.#level = Math.min(5, this.#level + 1, SECTION_LEVEL + depth);
        return { kind: 'heading', level: this.#level, inlines: inlines() };
      }
      case 'paragraph':
        return { kind: 'paragraph', inlines: inlines() };
      case 'code': {
        const { text, lang } = token as Tokens.Code;
        return { kind: 'code', label: (lang ?? '').trim(), isFile: false, text };
      }
      case 'blockquote':
        return { kind: 'quote', blocks: this.read(tokensIn(token)) };
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        const first = typeof start === 'number' ? start : 1;
        return { kind: 'list', start: ordered ? first : null, items: items.map((item) => this.read(item.tokens)) };
      }
      case 'table': {
        const { align, header, rows } = token as Tokens.Table;
        const cells = (row: readonly Tokens.TableCell[]): Inline[][] =>
          row.map((cell) => readInlines(cell.tokens, this.#reading));
        return { kind: 'table', align: align, header: cells(header), rows: rows.map(cells) };
      }
      case 'hr':
        return { kind: 'rule' };
      case 'mathBlock':
        return { kind: 'formula', formula: this.#reading.formulaOf(token['text'] as string, true) };
      case 'details': {
        const summary = readInlines(token['summary'] as Token[], this.#reading);
        return { kind: 'details', summary, blocks: this.read(tokensIn(token)) };
      }
      default:
        return { kind: 'paragraph', inlines: linesOf(token.raw) };
    }
  }
}

/** Joins what was cut only because of its length. */
function addBlock(blocks: Block[], block: Block, continues: boolean): void {
  const before = continues ? blocks.at(-1) : undefined;
  if (before?.kind === 'paragraph' && block.kind === 'paragraph') {
    blocks[blocks.length - 1] = { ...before, inlines: [...before.inlines, ...block.inlines] };
  } else if (before?.kind === 'list' && block.kind === 'list' && (before.start === null) === (block.start === null)) {
    blocks[blocks.length - 1] = { ...before, items: [...before.items, ...block.items] };
  } else blocks.push(block);
}

/** Plain text is read with its line ends. */
function withoutLastBreaks(block: Block): Block {
  if (block.kind !== 'paragraph' || block.inlines.at(-1)?.kind !== 'break') return block;
  const last = block.inlines.findLastIndex(({ kind }) => kind !== 'break');
  return { ...block, inlines: block.inlines.slice(0, last + 1) };
}

function endsInBox(words: readonly Inline[]): boolean {
  const last = words.at(-1);
  return last?.kind === 'text' && /^[☑☐] $/.test(last.text);
}
