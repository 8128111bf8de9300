import type { MathElement } from '../read/parse-mathml.ts';
import { element, escapeXml } from '../xml.ts';
import { mathText } from '../math-characters.ts';

/** Plain, italic, bold, bold italic. */
type Slant = 'p' | 'i' | 'b' | 'bi';

const FONT = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>';

/** Word's script and slant for MathML's variants. */
const VARIANTS: Readonly<Record<string, { readonly script?: string; readonly slant: Slant }>> = {
  normal: { slant: 'p' },
  bold: { slant: 'b' },
  italic: { slant: 'i' },
  'bold-italic': { slant: 'bi' },
  'bold-script': { script: 'script', slant: 'b' },
  'bold-fraktur': { script: 'fraktur', slant: 'b' },
  'sans-serif': { script: 'sans-serif', slant: 'p' },
  'bold-sans-serif': { script: 'sans-serif', slant: 'b' },
  'sans-serif-italic': { script: 'sans-serif', slant: 'i' },
  monospace: { script: 'monospace', slant: 'p' },
};

/** An identifier, a number, an operator or words. */
export function tokenRun(node: MathElement): string {
  const text = mathText(node);
  if (text === '') return '';
  if (node.name === 'mtext') return wordsRun(text);
  const variant = VARIANTS[node.attributes['mathvariant'] ?? ''];
  // Longer names of MathML are upright: `sin`.
  const slant = variant?.slant ?? (node.name === 'mi' && Array.from(text).length === 1 ? 'i' : 'p');
  const script = variant?.script === undefined ? '' : element('m:scr', { 'm:val': variant.script });
  return run(text, script + element('m:sty', { 'm:val': slant }));
}

/** Words, which are no part of the calculation. */
export function wordsRun(text: string): string {
  return run(text, '<m:nor/>');
}

export function textRun(text: string, slant: Slant): string {
  return run(text, element('m:sty', { 'm:val': slant }));
}

function run(text: string, look: string): string {
  return `<m:r><m:rPr>${look}</m:rPr>${FONT}<m:t xml:space="preserve">${escapeXml(text)}</m:t></m:r>`;
}
