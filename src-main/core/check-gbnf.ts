import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

const NAME = /[A-Za-z0-9_-]+/y;
const DEEPEST = 200;
/** Texts, sets of characters, counts and tokens: nothing in them is a rule. */
const CLOSING: Readonly<Record<string, string | undefined>> = { '"': '"', '[': ']', '{': '}', '<': '>' };

/**
 * Looks through llama.cpp's grammar rules before a model is asked to follow them: their form, and whether every rule
 * that is used is there. Knows less than llama.cpp, which compiles them, and refuses nothing that it takes.
 *
 * @throws SarviError `grammar-invalid` with the line
 * @see ggml-org/llama.cpp grammars/README.md
 */
export function checkGbnf(text: string): void {
  const rules = new Map<string, number>();
  const used = new Map<string, number>();
  let depth = 0;
  let line = 1;
  let at = 0;
  const refuse = (reason: Reason): never => {
    throw new SarviError('grammar-invalid', { reason: because('grammar-line', { line, fault: reason }) });
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '\n') {
      line += 1;
      at += 1;
    } else if (char === '#') {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (CLOSING[char] !== undefined) {
      const end = skipQuoted(text, at, CLOSING[char]) ?? refuse(because('grammar-open', { sign: char }));
      line += text.slice(at, end).split('\n').length - 1;
      at = end;
    } else if (char === '(' || char === ')') {
      depth += char === '(' ? 1 : -1;
      if (depth < 0 || depth > DEEPEST) refuse(because('grammar-brackets'));
      at += 1;
    } else {
      NAME.lastIndex = at;
      const [name] = NAME.exec(text) ?? [];
      if (name === undefined) {
        at += 1;
        continue;
      }
      at += name.length;
      const after = text.slice(at).match(/^[ \t]*::=/)?.[0];
      if (after === undefined) used.set(name, line);
      else {
        if (depth !== 0) refuse(because('grammar-brackets'));
        if (!rules.has(name)) rules.set(name, line);
        at += after.length;
      }
    }
  }
  if (depth !== 0) refuse(because('grammar-brackets'));
  if (!rules.has('root')) {
    line = 1;
    refuse(because('grammar-without-root'));
  }
  for (const [name, where] of used) {
    if (rules.has(name)) continue;
    line = where;
    refuse(because('grammar-unknown-rule', { name }));
  }
}

/** The place behind the closing sign; null when there is none. */
function skipQuoted(text: string, from: number, closing: string): number | null {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === closing) return at + 1;
  }
  return null;
}
