import { accentOf, mathText } from '../math-characters.ts';
import type { MathElement } from '../read/parse-mathml.ts';

/**
 * Formulas as LibreOffice reads them: it leaves out accents (`accent="true"`), and takes a brace above or below for a
 * fault. So an accent becomes a part of its letter, and any other mark stands as words.
 */
export function forLibreOffice(element: MathElement): MathElement {
  const children = element.children.map((child) => (typeof child === 'string' ? child : forLibreOffice(child)));
  const [base, mark] = children;
  if ((element.name !== 'mover' && element.name !== 'munder') || typeof mark !== 'object' || mark.name !== 'mo')
    return { ...element, children };
  const letter = base === undefined ? '' : mathText(base);
  const accent = element.attributes['accent'] === 'true' ? accentOf(mathText(mark)) : null;
  if (accent !== null && typeof base === 'object' && Array.from(letter).length === 1)
    return { ...base, name: 'mi', children: [letter + accent] };
  return {
    name: element.name,
    attributes: {},
    children: [base ?? '', { name: 'mtext', attributes: {}, children: mark.children }],
  };
}
