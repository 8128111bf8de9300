import { decodeHTMLStrict } from 'entities';
import type { Token, Tokens } from 'marked';
import type { FootnoteNumbers } from '../markdown/footnotes.ts';
import type { Formula, Inline, InlineStyle } from '../model.ts';

/** Word refuses longer addresses. */
const LONGEST_ADDRESS = 2000;
/** For an address shown as text, as in the page (write-link.ts). */
const LONGEST_SHOWN_ADDRESS = 300;
const STYLES: Readonly<Record<string, InlineStyle>> = { strong: 'strong', em: 'emphasis', del: 'deleted' };

export interface Reading {
  readonly numbers: FootnoteNumbers;
  /** Reads a formula that is given with its delimiters. */
  readonly formulaOf: (text: string, display: boolean) => Formula;
}

/** The words of a block. Every token becomes something: an unknown one its source. */
export function readInlines(tokens: readonly Token[], reading: Reading): Inline[] {
  return tokens.flatMap((token) => readInline(token, reading));
}

function readInline(token: Token, reading: Reading): Inline[] {
  const inner = (): Inline[] => readInlines(tokensIn(token), reading);
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [{ kind: 'styled', style: STYLES[token.type] ?? 'emphasis', inlines: inner() }];
    case 'inlineTag':
      return [{ kind: 'styled', style: token['tag'] as InlineStyle, inlines: inner() }];
    case 'codespan':
      return [{ kind: 'styled', style: 'code', inlines: [text((token as Tokens.Codespan).text)] }];
    case 'br':
    case 'break':
      return [{ kind: 'break' }];
    case 'checkbox':
      return [text((token as Tokens.Checkbox).checked ? '☑ ' : '☐ ')];
    case 'link':
      return readLink((token as Tokens.Link).href, inner());
    case 'image': {
      const image = token as Tokens.Image;
      return readLink(image.href, image.text === '' ? null : [text(image.text)]);
    }
    case 'math': {
      const { text: written, display } = token as Tokens.Generic & { text: string; display: boolean };
      return [{ kind: 'formula', formula: reading.formulaOf(written, display) }];
    }
    case 'footnoteReference': {
      const number = reading.numbers.of(token['label'] as string);
      return number === null ? [text(token.raw)] : [{ kind: 'note', number }];
    }
    case 'escape':
      return [text((token as Tokens.Escape).text)];
    case 'text':
    case 'paragraph':
      return 'tokens' in token && token.tokens ? inner() : linesOf(decodeHTMLStrict((token as Tokens.Text).text));
    default:
      return linesOf(token.raw);
  }
}

export function tokensIn(token: Token): readonly Token[] {
  return ('tokens' in token && token.tokens) || [];
}

/** Text with its line ends as breaks. */
export function linesOf(written: string): Inline[] {
  return written
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...(line === '' ? [] : [text(line)]),
    ]);
}

/** A link if the page makes one of it; any other address stands after its words. */
function readLink(href: string, words: readonly Inline[] | null): Inline[] {
  const parsed = URL.parse(href);
  if (parsed?.protocol === 'https:' && parsed.href.length <= LONGEST_ADDRESS)
    return [{ kind: 'link', href: parsed.href, inlines: words ?? [text(href)] }];
  const address =
    href.length > LONGEST_SHOWN_ADDRESS ? `${href.slice(0, LONGEST_SHOWN_ADDRESS).toWellFormed()}…` : href;
  if (words === null || address === '') return [...(words ?? [text(address)])];
  const shown = plainText(words);
  if (['', 'http://', 'mailto:'].some((scheme) => address === scheme + shown)) return [...words];
  return [...words, text(` (${address})`)];
}

/** The words without their look. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
          return inline.text;
        case 'break':
          return '\n';
        case 'formula':
          return inline.formula.text;
        case 'note':
          return '';
        case 'styled':
        case 'link':
          return plainText(inline.inlines);
      }
    })
    .join('');
}

function text(written: string): Inline {
  return { kind: 'text', text: written };
}
