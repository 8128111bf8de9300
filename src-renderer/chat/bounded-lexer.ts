import { Lexer, Tokenizer } from 'marked';
import type { MarkedOptions, Token, Tokens } from 'marked';

/** Quotes and lists within each other; deeper ones stay text. As many leave room for words in a narrow window. */
const DEEPEST_NESTING = 12;

/**
 * What reading the words of one message may cost, in the unit of `inlineWork`: about a tenth of a second at worst.
 * An ordinary answer of a hundred thousand characters takes about a million.
 */
const MOST_INLINE_WORK = 8_000_000;

/** Lines on which a quote goes on without its mark, times the length of the quote: each makes it be read anew. */
const MOST_LAZY_WORK = 4_000_000;
const LAZY_LINE = /^ {0,3}>[^\n]*\n(?! {0,3}>)/gm;

/**
 * Marked's lexer with bounds. The unbounded one recurses once for each nested quote or list until the stack ends, and
 * looks for the partner of each emphasis mark through the rest of its paragraph: a model that repeats itself can make
 * a text that takes seconds. What lies beyond a bound stays plain text. The bounds are counts, not times, so the same
 * text always looks the same.
 */
export class BoundedLexer extends Lexer {
  #workLeft = MOST_INLINE_WORK;

  constructor(options: MarkedOptions) {
    super({ ...options, tokenizer: new BoundedTokenizer() });
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    const work = inlineWork(source);
    if (work > this.#workLeft) {
      tokens.push({ type: 'text', raw: source, text: source, escaped: false } satisfies Tokens.Text);
      return tokens;
    }
    this.#workLeft -= work;
    return super.inlineTokens(source, tokens);
  }
}

class BoundedTokenizer extends Tokenizer {
  #depth = 0;
  #lazyWorkLeft = MOST_LAZY_WORK;

  override blockquote(source: string): Tokens.Blockquote | undefined {
    if (this.#lazyWorkLeft <= 0) return undefined;
    const quote = this.rules.block.blockquote.exec(source)?.[0] ?? '';
    this.#lazyWorkLeft -= (quote.match(LAZY_LINE)?.length ?? 0) * quote.length;
    if (this.#lazyWorkLeft <= 0) return undefined;
    return this.#within(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return this.#within(() => super.list(source));
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

/** Each mark may look through the whole text, and each character of a word through the rest of that word. */
function inlineWork(source: string): number {
  const marks = source.match(/[*_~`@[\]<]|www\.|:\/\//gi)?.length ?? 0;
  let work = marks * source.length;
  for (const [word] of source.matchAll(/\S+/g)) work += word.length ** 2;
  return work;
}
