/**
 * Reads Markdown into top-level tokens, and while the text grows reads only its end again.
 *
 * A block of Markdown is changed by what follows only while it is the last one: a line below can make a heading of a
 * paragraph, an item can join a list. So all blocks but the last two are settled, and what follows is read as if it
 * were a text of its own. Definitions of links that come later than their use are the exception: while the text
 * streams, what is settled stays as it is, and the finished text is read once more as a whole.
 */
import type { Links, Marked, Token, Tokens } from 'marked';
import { BoundedLexer } from './bounded-lexer.ts';
import { cutPlain } from './cut-at.ts';
import { cutPieces } from './cut-pieces.ts';
import { OpenFence } from './open-fence.ts';

/** A longer list is shown in several parts, so that a new word does not render all of it again. */
const LONGEST_LIST = 3000;
const MOST_ITEMS = 60;

/** A longer end that is not settled is read again only after it has grown by a part; the rest is plain text. */
const LONGEST_EAGER_END = 8000;
/** The cost of a line in addition to its characters. */
const LINE_COST = 40;
const GROWTH_BEFORE_READING = 1 / 12;

/** Longer text is plain: twenty times the longest answer of any known model. */
const LONGEST_MARKDOWN = 2_000_000;

/** Each block must be sanitized, however short it is; an answer of a hundred thousand characters has a thousand. */
const MOST_BLOCKS = 4000;

interface Reading {
  readonly tokens: readonly Token[];
  readonly links: Links;
}

export class BlockReader {
  readonly #options: Marked['defaults'];
  #source = '';
  #settled: Token[] = [];
  #settledLength = 0;
  #links: Links = {};
  #fence: OpenFence | null = null;
  /** The last reading of a long end. */
  #end: { readonly length: number; readonly tokens: readonly Token[] } | null = null;

  constructor(options: Marked['defaults']) {
    this.#options = options;
  }

  /** Reads a piece of the text in each step. A reading that is not finished changes nothing. */
  *read(text: string, streaming: boolean): Generator<void, Reading> {
    const source = text.includes('\r') ? text.replace(/\r\n|\r/g, '\n') : text;
    if (!streaming || !source.startsWith(this.#source)) this.#restart();
    this.#source = streaming ? source : '';
    const end = streaming ? yield* this.#readEnd(source.slice(this.#settledLength)) : yield* this.#lex(source, false);
    return { tokens: [...this.#settled, ...end], links: this.#links };
  }

  #restart(): void {
    this.#settled = [];
    this.#settledLength = 0;
    this.#links = {};
    this.#fence = null;
    this.#end = null;
  }

  *#readEnd(end: string): Generator<void, readonly Token[]> {
    // As in the finished text, which would take the others away at once.
    if (this.#settled.length >= MOST_BLOCKS) return plainPieces(end);
    this.#fence ??= OpenFence.at(end);
    const code = this.#fence?.read(end) ?? null;
    if (this.#fence && code !== null) {
      return [{ type: 'code', raw: end, text: code, lang: this.#fence.language } satisfies Tokens.Code];
    }
    const old = this.#end;
    if (old && end.length < old.length * (1 + GROWTH_BEFORE_READING)) {
      return [...old.tokens, ...plainPieces(end.slice(old.length))];
    }
    const tokens = this.#settle(yield* this.#lex(end, true), end);
    const left = this.#source.slice(this.#settledLength);
    if (this.#settled.length >= MOST_BLOCKS) return plainPieces(left);
    this.#end = costOf(left) > LONGEST_EAGER_END ? { length: left.length, tokens } : null;
    return tokens;
  }

  /** Keeps the tokens that further text cannot change, and returns the others. */
  #settle(tokens: readonly Token[], end: string): readonly Token[] {
    const passed = tokens.slice(0, Math.min(settledCount(tokens), MOST_BLOCKS - this.#settled.length));
    const raw = passed.map((token) => token.raw).join('');
    // A token whose source is not part of the text would shift all later ones.
    if (passed.length === 0 || !end.startsWith(raw)) return tokens;
    this.#settled.push(...passed);
    this.#settledLength += raw.length;
    this.#fence = null;
    return tokens.slice(passed.length);
  }

  *#lex(source: string, streaming: boolean): Generator<void, readonly Token[]> {
    try {
      const lexer = new BoundedLexer(this.#options, { streaming, links: this.#links });
      let read = 0;
      for (const piece of cutPieces(source.slice(0, LONGEST_MARKDOWN))) {
        if (read > 0) yield;
        lexer.readBlocks(piece);
        read += piece.length;
        if (lexer.tokens.length >= 2 * MOST_BLOCKS) break;
      }
      yield* lexer.readWords();
      this.#links = lexer.tokens.links;
      const tokens = continued(this.#settled.at(-1), lexer.tokens).flatMap(splitList);
      const beyond = tokens.slice(MOST_BLOCKS).map((token) => token.raw);
      return [...tokens.slice(0, MOST_BLOCKS), ...plainPieces(beyond.join('') + source.slice(read))];
    } catch {
      // The lexer failed in spite of its bounds.
      return plainPieces(source);
    }
  }
}

/** How many of `tokens` are settled. A fence ends what is before it, and nothing changes a closed fence. */
function settledCount(tokens: readonly Token[]): number {
  const shown = tokens.flatMap((token, index) => (token.type === 'space' ? [] : [index]));
  const [previous = 0, last = 0] = shown.length > 1 ? shown.slice(-2) : [0, ...shown];
  const end = tokens[last];
  if (isFence(end)) {
    const isOver = end.raw.endsWith('\n') || last < tokens.length - 1;
    return isOver && OpenFence.at(end.raw)?.read(end.raw) === null ? last + 1 : last;
  }
  return shown.length > 1 && isFence(tokens[previous]) ? previous + 1 : previous;
}

function costOf(text: string): number {
  return text.length + LINE_COST * (text.split('\n').length - 1);
}

function isFence(token: Token | undefined): token is Tokens.Code {
  return token?.type === 'code' && (token as Tokens.Code).codeBlockStyle !== 'indented';
}

/** A continued list continues its numbers, though the list before it is settled. */
function continued(before: Token | undefined, tokens: readonly Token[]): readonly Token[] {
  const [first, ...others] = tokens;
  if (before?.type !== 'list' || first?.type !== 'list') return tokens;
  const [list, next] = [before as Tokens.List, first as Tokens.List];
  if (list.ordered !== next.ordered) return tokens;
  const start = list.ordered ? Number(list.start) + list.items.length : '';
  return [{ ...next, start, loose: list.loose || next.loose, continues: true }, ...others];
}

function splitList(token: Token): Token[] {
  if (token.type !== 'list') return [token];
  const list = token as Tokens.List;
  if (list.raw.length <= LONGEST_LIST && list.items.length <= MOST_ITEMS) return [token];
  const parts: Token[] = [];
  let items: Tokens.ListItem[] = [];
  let raw = '';
  let count = 0;
  let rawBefore = 0;
  list.items.forEach((item, index) => {
    items.push(item);
    raw += item.raw;
    const isLast = index === list.items.length - 1;
    if (raw.length < LONGEST_LIST && items.length < MOST_ITEMS && !isLast) return;
    const start: number | '' = list.ordered ? Number(list.start) + count : '';
    const continues = parts.length > 0 || 'continues' in list;
    // After the last item, the list's source may have a line end that the item's has not.
    const part = { ...list, items, start, raw: isLast ? list.raw.slice(rawBefore) : raw };
    parts.push(continues ? { ...part, continues: true } : part);
    count += items.length;
    rawBefore += raw.length;
    items = [];
    raw = '';
  });
  return parts;
}

/** Text without Markdown. */
export function plainPieces(text: string): Token[] {
  return cutPlain(text).map((raw) => ({ type: 'plain', raw, continues: true }));
}
