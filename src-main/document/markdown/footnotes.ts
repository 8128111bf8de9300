/**
 * Footnotes: `[^name]` in the text and `[^name]: what it says` anywhere in the message.
 *
 * No element has an id and no link leads within the page: a message must not be able to shadow names of the page, and
 * its address belongs to the app. A reference is a button with the note's number as its value.
 */
import type { Token, TokenizerAndRendererExtension } from 'marked';
import { startOf } from './math-tokens.ts';
import { escapeHtml } from './escape-html.ts';

export interface FootnoteToken {
  readonly type: 'footnote';
  readonly raw: string;
  readonly label: string;
  readonly tokens: Token[];
}

const REFERENCE = /^\[\^([^\]\s^]{1,80})\](?!:)/;
const DEFINITION_START = /\n {0,3}\[\^[^\]\s^]+\]:/;
/** Its first line, lines that continue it, and indented blocks after empty lines. */
const DEFINITION =
  /^ {0,3}\[\^([^\]\s^]{1,80})\]:[ \t]*([^\n]*(?:\n(?!\s*\n| {0,3}\[\^)[^\n]+|\n(?:[ \t]*\n)+(?: {2,}|\t)[^\n]+)*)(?:\n|$)/;

/** The numbers of the notes of one message, in the order of their first references. */
export class FootnoteNumbers {
  readonly #numbers = new Map<string, number>();
  /** Null while the text grows, because the definition of any name may follow. */
  readonly #defined: ReadonlySet<string> | null;

  constructor(defined: ReadonlySet<string> | null) {
    this.#defined = defined;
  }

  /** @returns null for a name without a definition */
  of(label: string): number | null {
    const name = label.toLowerCase();
    if (this.#defined && !this.#defined.has(name)) return null;
    const number = this.#numbers.get(name) ?? this.#numbers.size + 1;
    this.#numbers.set(name, number);
    return number;
  }

  /** Names in the order of their numbers; continues while new ones are added. */
  names(): Iterable<string> {
    return this.#numbers.keys();
  }

  has(label: string): boolean {
    return this.#numbers.has(label.toLowerCase());
  }
}

/** @param numbers - those of the message, with the label of a reference */
export function footnoteExtensions(
  state: () => { readonly numbers: FootnoteNumbers; readonly label: (number: number) => string },
): TokenizerAndRendererExtension[] {
  return [
    {
      name: 'footnote',
      level: 'block',
      start: (source) => startOf(source, DEFINITION_START),
      tokenizer(source) {
        if (!/^ {0,3}\[\^/.test(source)) return undefined;
        const match = DEFINITION.exec(source);
        if (!match) return undefined;
        const text = (match[2] ?? '').replace(/\n(?: {1,4}|\t)/g, '\n');
        const token: FootnoteToken = {
          type: 'footnote',
          raw: match[0],
          label: match[1] ?? '',
          tokens: this.lexer.blockTokens(text, []),
        };
        return token;
      },
    },
    {
      name: 'footnoteReference',
      level: 'inline',
      start: (source) => startOf(source, /\[\^/),
      tokenizer: (source) => {
        const match = REFERENCE.exec(source);
        return match ? { type: 'footnoteReference', raw: match[0], label: match[1] } : undefined;
      },
      renderer: (token) => {
        const { numbers, label } = state();
        const number = numbers.of(token['label'] as string);
        if (number === null) return escapeHtml(token.raw);
        return `<sup><button type="button" class="note-ref" value="${number}" aria-label="${escapeHtml(label(number))}">${number}</button></sup>`;
      },
    },
  ];
}
