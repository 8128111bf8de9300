import { elementsOf, find, textOf, type Element } from '../container/tree.ts';
import { accent, group, signs, tidyLatex, upright } from './latex.ts';

/** A formula of MathML as LaTeX: its own LaTeX where it carries one, else as far as LaTeX has a form for its parts. */
export function mathMl(element: Element): string {
  const semantics = find(element, 'math:semantics');
  for (const note of semantics ? elementsOf(semantics) : []) {
    const isLatex = note.name === 'math:annotation' && note.attributes.get('encoding') === 'application/x-tex';
    if (isLatex) return textOf(note).replace(/\s+/g, ' ').trim();
  }
  return tidyLatex(inside(element));
}

function inside(element: Element): string {
  return elementsOf(element).map(write).join('');
}

function write(element: Element): string {
  const parts = elementsOf(element);
  const at = (index: number): string => {
    const one = parts[index];
    return one ? write(one).trim() : '';
  };
  const base = (): string => (/^(?:[^\s{}^_]|\\[a-z]+)$/iu.test(at(0)) ? at(0) : `{${at(0)}}`);
  switch (element.name) {
    case 'math:mi':
      return upright(textOf(element).trim());
    case 'math:mn':
    case 'math:mo':
      return signs(textOf(element).trim());
    case 'math:mtext':
    case 'math:ms':
      return textOf(element).trim() === '' ? ' ' : `\\text{${textOf(element)}}`;
    case 'math:mspace':
      return ' ';
    case 'math:mfrac':
      return element.attributes.get('linethickness') === '0'
        ? `\\binom{${at(0)}}{${at(1)}}`
        : `\\frac{${at(0)}}{${at(1)}}`;
    case 'math:msup':
      return `${base()}^${group(at(1))}`;
    case 'math:msub':
      return `${base()}_${group(at(1))}`;
    case 'math:msubsup':
    case 'math:munderover':
      return `${base()}_${group(at(1))}^${group(at(2))} `;
    case 'math:munder':
      return `${base()}_${group(at(1))} `;
    case 'math:mover': {
      const sign = accent(textOf(parts[1] ?? '').trim());
      return sign === undefined ? `${base()}^${group(at(1))} ` : `${sign}{${at(0)}}`;
    }
    case 'math:msqrt':
      return `\\sqrt{${inside(element)}}`;
    case 'math:mroot':
      return `\\sqrt[${at(1)}]{${at(0)}}`;
    case 'math:mfenced':
      return `\\left${element.attributes.get('open') ?? '('}${parts.map(write).join(',')}\\right${element.attributes.get('close') ?? ')'}`;
    case 'math:mtable':
      return `\\begin{matrix}${parts
        .map((row) => elementsOf(row).map(inside).join(' & '))
        .join(' \\\\ ')}\\end{matrix}`;
    case 'math:annotation':
    case 'math:annotation-xml':
      return '';
    default:
      return inside(element);
  }
}
