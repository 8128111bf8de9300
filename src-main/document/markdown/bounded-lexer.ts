import { Lexer, Tokenizer } from 'marked';
import type { Links, MarkedOptions, Token, Tokens } from 'marked';
import { opensBehind } from './cjk-emphasis.ts';
import { cutAt, LONGEST_PARAGRAPH } from './cut-at.ts';
import { withAllCells } from './table-rows.ts';

/** Nesting of quotes and lists; deeper ones stay text. A narrow window still has room for words in this many. */
const DEEPEST_NESTING = 12;

/**
 * The most work for the inline text of one message, in the unit of `inlineWork`: about a tenth of a second at worst. An
 * ordinary answer of a hundred thousand characters needs about a million.
 */
const MOST_INLINE_WORK = 8_000_000;

/** The most work for one paragraph: a few hundredths of a second. */
const MOST_WORK_AT_ONCE = 3_000_000;

/** Characters whose inline text is read in one step. */
const STEP_LENGTH = 4000;

/** The same for the end of a growing text, which is read again for each frame. */
const MOST_STREAMED_WORK = 500_000;

/** Lines on which a quote continues without its mark, times the length of the quote, because each reads it again. */
const MOST_LAZY_WORK = 4_000_000;
const MOST_STREAMED_LAZY_WORK = 200_000;
const LAZY_LINE = /^ {0,3}>[^\n]*\n(?! {0,3}>)/gm;

/** Rows times columns; a row of a few characters is filled up to the width of its head. */
const MOST_CELLS = 20_000;

/** Definitions of links; no answer has as many, and each is looked up for every bracket. */
const MOST_DEFINITIONS = 1000;

/** How often extensions may look for the end of a paragraph; each look reads a few thousand characters. */
const MOST_LOOKS = 5000;

/** Marked needs time with the square of a list's items, so a longer list is read in parts. */
const LONGEST_LIST_READ = 20_000;
const LIST_START = /^ {0,3}(?:[-*+]|\d{1,9}[.)])/;
const ITEM_START = /^(?:[-*+]|\d{1,9}[.)])[ \t]/;
const LONGEST_ITEM_START = 11;

/** Characters in which the ends of `<details>` are looked for: a hundred without an end. */
const MOST_DETAILS_WORK = 2_000_000;
const MOST_STREAMED_DETAILS_WORK = 200_000;

interface LexerOptions {
  /** Only the end of a growing text is read. */
  readonly streaming: boolean;
  /** Definitions that were read before. */
  readonly links: Links;
}

/**
 * Marked's lexer with bounds. The unbounded one recurses once for each nested quote or list until the stack ends, and
 * looks for the partner of each emphasis mark through the rest of its paragraph: a model that repeats itself can make
 * a text that takes seconds. What lies beyond a bound stays plain text. The bounds are counts, not times, so the same
 * text always looks the same.
 */
export class BoundedLexer extends Lexer {
  readonly streaming: boolean;
  #workLeft: number;
  #looksLeft = MOST_LOOKS;
  #detailsWorkLeft: number;

  constructor(options: MarkedOptions, { streaming, links }: LexerOptions) {
    super({ ...options, tokenizer: new BoundedTokenizer(streaming) });
    this.streaming = streaming;
    this.#workLeft = streaming ? MOST_STREAMED_WORK : MOST_INLINE_WORK;
    this.#detailsWorkLeft = streaming ? MOST_STREAMED_DETAILS_WORK : MOST_DETAILS_WORK;
    Object.assign(this.tokens.links, links);
  }

  /** Whether an extension may look for its beginning in a paragraph again. */
  mayLook(): boolean {
    this.#looksLeft -= 1;
    return this.#looksLeft >= 0;
  }

  /** Whether the end of `<details>` may be looked for; `spendDetails` tells how much text was read for it. */
  mayReadDetails(): boolean {
    return this.#detailsWorkLeft > 0;
  }

  spendDetails(characters: number): void {
    this.#detailsWorkLeft -= characters;
  }

  /** Reads the blocks of a piece; `readWords` reads their inline text when all definitions are known. */
  readBlocks(piece: string): void {
    if (piece.length > LONGEST_PARAGRAPH) (this.options.tokenizer as BoundedTokenizer).cutParagraphs();
    this.blockTokens(piece, this.tokens);
  }

  /** Reads the inline text of the blocks, step by step. */
  *readWords(): Generator<void, void> {
    let length = 0;
    for (const { src, tokens } of this.inlineQueue) {
      if (length > STEP_LENGTH) {
        yield;
        length = 0;
      }
      this.state.inRawBlock = false;
      this.inlineTokens(src, tokens);
      length += src.length;
    }
    this.inlineQueue = [];
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    const work = inlineWork(source);
    if (work > Math.min(this.#workLeft, MOST_WORK_AT_ONCE)) {
      tokens.push({ type: 'text', raw: source, text: source, escaped: false } satisfies Tokens.Text);
      return tokens;
    }
    this.#workLeft -= work;
    return super.inlineTokens(source, tokens);
  }
}

class BoundedTokenizer extends Tokenizer {
  #depth = 0;
  #lazyWorkLeft: number;
  #cellsLeft = MOST_CELLS;
  #definitionsLeft = MOST_DEFINITIONS;

  constructor(streaming: boolean) {
    super();
    this.#lazyWorkLeft = streaming ? MOST_STREAMED_LAZY_WORK : MOST_LAZY_WORK;
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    if (this.#lazyWorkLeft <= 0) return undefined;
    const quote = this.rules.block.blockquote.exec(source)?.[0] ?? '';
    this.#lazyWorkLeft -= (quote.match(LAZY_LINE)?.length ?? 0) * quote.length;
    if (this.#lazyWorkLeft <= 0) return undefined;
    return this.#within(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return LIST_START.test(source) ? this.#within(() => super.list(firstPart(source))) : undefined;
  }

  override table(source: string): Tokens.Table | undefined {
    const table = this.#cellsLeft > 0 ? this.rules.block.table.exec(source) : null;
    if (!table) return undefined;
    const columns = (table[1] ?? '').split('|').length;
    const rows = (table[3] ?? '').split('\n').length;
    this.#cellsLeft -= columns * rows;
    if (this.#cellsLeft < 0) return undefined;
    const [written] = table;
    const whole = withAllCells(written);
    const token = super.table(whole === written ? source : whole);
    return token && whole !== written ? { ...token, raw: written } : token;
  }

  /** HTML is read as inline text, in which a few tags are known (html-tags.ts). */
  override html(): undefined {
    return undefined;
  }

  override tag(source: string): Tokens.Tag | undefined {
    const token = super.tag(source);
    // A tag in a message never makes the following text raw.
    this.lexer.state.inRawBlock = false;
    return token;
  }

  /** `~` means "about": `10~15 and 20~25`. */
  override del(source: string, masked: string, previous?: string): Tokens.Del | undefined {
    return source.startsWith('~~') ? super.del(source, masked, previous) : undefined;
  }

  override emStrong(source: string, masked: string, previous = ''): Tokens.Em | Tokens.Strong | undefined {
    return super.emStrong(source, masked, opensBehind(previous, source) ? ' ' : previous);
  }

  override def(source: string): Tokens.Def | undefined {
    const definition = this.#definitionsLeft > 0 ? super.def(source) : undefined;
    if (definition) this.#definitionsLeft -= 1;
    return definition;
  }

  /** Marked joins adjacent paragraphs only when its own tokenizer makes them, so this is only used for long texts. */
  cutParagraphs(): void {
    const whole = (source: string) => super.paragraph(source);
    this.paragraph = (source) => {
      // Marked looks for a table after every line, through all of the following text.
      const near = source.slice(0, LONGEST_PARAGRAPH + 1);
      const length = this.rules.block.paragraph.exec(near)?.[0].length ?? 0;
      return whole(length > LONGEST_PARAGRAPH ? source.slice(0, cutAt(source)) : near);
    };
  }

  #within<T>(read: () => T): T | undefined {
    if (this.#depth >= DEEPEST_NESTING) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Up to the last item that begins early enough. */
function firstPart(source: string): string {
  if (source.length <= LONGEST_LIST_READ) return source;
  for (let at = LONGEST_LIST_READ; at > 0; at -= 1) {
    at = source.lastIndexOf('\n', at);
    if (at > 0 && ITEM_START.test(source.slice(at + 1, at + 1 + LONGEST_ITEM_START))) return source.slice(0, at + 1);
  }
  return source;
}

/** Each mark may examine the whole text, and each character of a word the rest of that word. */
function inlineWork(source: string): number {
  const marks = source.match(/[*_~`@[\]<$]|\\[([]|www\.|:\/\//gi)?.length ?? 0;
  let work = marks * source.length;
  for (const [word] of source.matchAll(/\S+/g)) work += word.length ** 2;
  return work;
}
