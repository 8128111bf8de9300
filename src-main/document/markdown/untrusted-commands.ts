/**
 * Commands of a formula that KaTeX does not trust: links, pictures, and attributes of HTML. KaTeX would show their red
 * names and drop what is in them; here the words stay and only the address or the attribute is gone.
 */
import type { KatexOptions } from 'katex';

interface Token {
  readonly text: string;
}

/** What KaTeX gives to a macro; its types leave it out. */
interface Expander {
  readonly lexer: { setCatcode: (character: string, code: number) => void };
  future: () => Token;
  popToken: () => Token;
  consumeSpaces: () => void;
  /** Tokens in the order of a stack. */
  consumeArg: (delimiters?: readonly string[]) => { readonly tokens: Token[] };
}

const [ACTIVE, COMMENT] = [13, 14];

/** A new object for each formula, which may define macros of its own. */
export function untrustedCommands(): NonNullable<KatexOptions['macros']> {
  const macros: Readonly<Record<string, (expander: Expander) => unknown>> = {
    '\\href': (expander) => {
      addressOf(expander);
      return { tokens: expander.consumeArg().tokens, numArgs: 0 };
    },
    '\\url': (expander) => typewritten(addressOf(expander)),
    '\\includegraphics': (expander) => {
      expander.consumeSpaces();
      if (expander.future().text === '[') {
        expander.popToken();
        expander.consumeArg([']']);
      }
      return typewritten(addressOf(expander));
    },
  };
  const second = Object.fromEntries(
    ['Class', 'Id', 'Style', 'Data'].map((name) => [`\\html${name}`, '\\@secondoftwo']),
  );
  return { ...second, ...macros };
}

/** In an address, `%` begins no comment. */
function addressOf(expander: Expander): string {
  expander.lexer.setCatcode('%', ACTIVE);
  const { tokens } = expander.consumeArg();
  expander.lexer.setCatcode('%', COMMENT);
  return tokens
    .toReversed()
    .map(({ text }) => text)
    .join('');
}

/** Text as TeX writes it whatever its characters are. */
function typewritten(text: string): string {
  const written = text.replace(/[^a-zA-Z0-9 ]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `{\\char"${code}}`;
  });
  return `\\texttt{${written}}`;
}
