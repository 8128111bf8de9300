import { child, childValue, elementsOf, textOf, type Element } from '../container/tree.ts';
import { accent, group, signs, tidyLatex, upright } from './latex.ts';

const CLOSING: Readonly<Record<string, string>> = {
  '{': '\\{',
  '}': '\\}',
  '⟨': '\\langle ',
  '⟩': '\\rangle ',
  '': '.',
};

/** A formula of Word (`m:oMath`) as LaTeX; what LaTeX has no form for keeps its letters. @see ECMA-376 Part 1, 22.1 */
export function officeMath(element: Element): string {
  return tidyLatex(inside(element));
}

function inside(element: Element | undefined): string {
  return element === undefined ? '' : elementsOf(element).map(write).join('');
}

function part(element: Element, name: string): string {
  return inside(child(element, name));
}

function property(element: Element, name: string): string | undefined {
  return childValue(child(element, `${element.name}Pr`), name, 'm:val');
}

function write(element: Element): string {
  switch (element.name) {
    case 'm:r': {
      const text = elementsOf(element)
        .filter(({ name }) => name === 'm:t')
        .map(textOf)
        .join('');
      const isText = child(child(element, 'm:rPr'), 'm:nor') !== undefined;
      if (isText) return `\\text{${text}}`;
      return childValue(child(element, 'm:rPr'), 'm:sty', 'm:val') === 'p' ? upright(text) : signs(text);
    }
    case 'm:f': {
      const [above, below] = [part(element, 'm:num'), part(element, 'm:den')];
      if (property(element, 'm:type') === 'lin') return `${above}/${below}`;
      return property(element, 'm:type') === 'noBar' ? `\\binom{${above}}{${below}}` : `\\frac{${above}}{${below}}`;
    }
    case 'm:sSup':
      return `${base(element)}^${group(part(element, 'm:sup'))}`;
    case 'm:sSub':
      return `${base(element)}_${group(part(element, 'm:sub'))}`;
    case 'm:sSubSup':
      return `${base(element)}_${group(part(element, 'm:sub'))}^${group(part(element, 'm:sup'))}`;
    case 'm:sPre':
      return `{}_${group(part(element, 'm:sub'))}^${group(part(element, 'm:sup'))}${part(element, 'm:e')}`;
    case 'm:rad': {
      const degree = part(element, 'm:deg');
      return `\\sqrt${degree === '' ? '' : `[${degree}]`}{${part(element, 'm:e')}}`;
    }
    case 'm:nary': {
      const sign = signs(property(element, 'm:chr') ?? '∫').trim();
      const [below, above] = [part(element, 'm:sub'), part(element, 'm:sup')];
      const limits = `${below === '' ? '' : `_${group(below)}`}${above === '' ? '' : `^${group(above)}`}`;
      return `${sign}${limits} ${part(element, 'm:e')}`;
    }
    case 'm:d': {
      const [open, close] = [property(element, 'm:begChr') ?? '(', property(element, 'm:endChr') ?? ')'];
      const separator = property(element, 'm:sepChr') ?? '|';
      const parts = elementsOf(element).filter(({ name }) => name === 'm:e');
      return `\\left${CLOSING[open] ?? open}${parts.map(inside).join(separator)}\\right${CLOSING[close] ?? close}`;
    }
    case 'm:func':
      return `${part(element, 'm:fName')} ${part(element, 'm:e')}`;
    case 'm:limLow':
      return `${part(element, 'm:e').trim()}_${group(part(element, 'm:lim'))}`;
    case 'm:limUpp':
      return `${part(element, 'm:e').trim()}^${group(part(element, 'm:lim'))}`;
    case 'm:acc': {
      const sign = accent(property(element, 'm:chr') ?? '\u0302');
      return sign === undefined ? part(element, 'm:e') : `${sign}{${part(element, 'm:e')}}`;
    }
    case 'm:bar':
      return property(element, 'm:pos') === 'top'
        ? `\\overline{${part(element, 'm:e')}}`
        : `\\underline{${part(element, 'm:e')}}`;
    case 'm:m':
      return `\\begin{matrix}${elementsOf(element)
        .filter(({ name }) => name === 'm:mr')
        .map((row) => elementsOf(row).map(inside).join(' & '))
        .join(' \\\\ ')}\\end{matrix}`;
    case 'm:eqArr':
      return `\\begin{aligned}${elementsOf(element)
        .filter(({ name }) => name === 'm:e')
        .map(inside)
        .join(' \\\\ ')}\\end{aligned}`;
    default:
      return element.name.endsWith('Pr') ? '' : inside(element);
  }
}

function base(element: Element): string {
  const text = part(element, 'm:e').trim();
  return /^\\left/.test(text) || /^[^\s{}^_]$/u.test(text) ? text : `{${text}}`;
}
