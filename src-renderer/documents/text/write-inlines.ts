import type { Inline, Style } from './blocks.ts';

const SUPER = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ';
const SUPER_OF = '0123456789+-=()ni';
const SUB = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎';
const SUB_OF = '0123456789+-=()';

/** Words with their emphasis, links, notes and formulas, on one line besides the document's own line ends. */
export function writeInlines(inlines: readonly Inline[]): string {
  return trimLines(
    joined(inlines)
      .map((inline, index, all) => {
        switch (inline.kind) {
          case 'text':
            return writeText(inline.text, inline.style);
          case 'link':
            return writeLink(writeInlines(inline.inlines), inline.address);
          case 'break':
            return index === all.length - 1 ? '' : '  \n';
          case 'note':
            return `[^${inline.note + 1}]`;
          case 'formula':
            return inline.display ? `$$${inline.latex}$$` : `$${inline.latex}$`;
          case 'picture':
            return `![${inline.alternative.replace(/\s+/g, ' ').replaceAll(']', ')')}]`;
        }
      })
      .join(''),
  );
}

/** Texts of one style that follow each other are one: Word breaks words into runs anywhere. */
function joined(inlines: readonly Inline[]): Inline[] {
  const all: Inline[] = [];
  let parts: string[] = [];
  for (const inline of inlines) {
    const last = all.at(-1);
    if (inline.kind === 'text' && last?.kind === 'text' && isSame(last.style, inline.style)) {
      parts.push(inline.text);
      continue;
    }
    if (last?.kind === 'text') all[all.length - 1] = { ...last, text: parts.join('') };
    all.push(inline);
    parts = inline.kind === 'text' ? [inline.text] : [];
  }
  const last = all.at(-1);
  if (last?.kind === 'text') all[all.length - 1] = { ...last, text: parts.join('') };
  return all;
}

function isSame(a: Style, b: Style): boolean {
  return (
    Boolean(a.bold) === Boolean(b.bold) &&
    Boolean(a.italic) === Boolean(b.italic) &&
    Boolean(a.struck) === Boolean(b.struck) &&
    Boolean(a.code) === Boolean(b.code) &&
    a.place === b.place
  );
}

function writeText(raw: string, style: Style): string {
  const text = raw.replaceAll('\u00AD', '').replaceAll('\0', '').replace(/\n/g, ' ');
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
  if (core === '') return text;
  const placed = style.place === undefined ? core : place(core, style.place);
  const coded = style.code === true ? codeSpan(placed) : placed;
  const marks = `${style.struck === true ? '~~' : ''}${style.bold === true ? '**' : ''}${style.italic === true ? '*' : ''}`;
  return before + marks + coded + [...marks].reverse().join('') + after;
}

/** x² and H₂O where Unicode has the characters, else x^(text). */
function place(text: string, where: 'super' | 'sub'): string {
  const [from, to] = where === 'super' ? [SUPER_OF, SUPER] : [SUB_OF, SUB];
  const letters = Array.from(text.replaceAll('−', '-'));
  const raised = letters.map((letter) => to[from.indexOf(letter)]);
  if (raised.every((letter) => letter !== undefined)) return raised.join('');
  return `${where === 'super' ? '^' : '_'}(${text})`;
}

function codeSpan(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}

/** The usual schemes, and addresses relative to the document's own place. */
const ADDRESS = /^(?:(?:https?|ftp):\/\/|mailto:|tel:|(?!#)[^:]+(?:$|[/?#]))/i;

/** A link within the document, or to a program, is only its words. */
function writeLink(text: string, address: string): string {
  const plain = address.trim();
  if (text === '' || !ADDRESS.test(plain)) return text;
  if (text === plain) return `<${plain}>`;
  const target = plain.replace(/[\s<>()]/g, (letter) =>
    encodeURIComponent(letter).replace('(', '%28').replace(')', '%29'),
  );
  return `[${text}](${target})`;
}

function trimLines(text: string): string {
  return text.replace(/^[ \t\n]+|[ \t\n]+$/g, '').replace(/\n[ \t]+/g, '\n');
}
