import type { MathElement } from './parse-mathml.ts';

/** Where the letters of a variant begin: capitals, small ones, digits. */
const STARTS: Readonly<Record<string, readonly [number, number, number | null]>> = {
  'double-struck': [0x1d538, 0x1d552, 0x1d7d8],
  script: [0x1d49c, 0x1d4b6, null],
  fraktur: [0x1d504, 0x1d51e, null],
};

/** Letters that Unicode had before the others. */
const FORMER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
  script: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' },
  fraktur: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
};

/**
 * Writes blackboard, script and black letters as characters of their own, which every program shows: browsers and
 * LibreOffice pass over the attribute that says it.
 */
export function withMathLetters(element: MathElement): MathElement {
  const { mathvariant = '', ...attributes } = element.attributes;
  const starts = STARTS[mathvariant];
  if (!starts) {
    const children = element.children.map((child) => (typeof child === 'string' ? child : withMathLetters(child)));
    return { ...element, children };
  }
  const children = element.children.map((child) =>
    typeof child === 'string' ? Array.from(child, (letter) => letterOf(letter, mathvariant, starts)).join('') : child,
  );
  return { name: element.name, attributes: { ...attributes, mathvariant: 'normal' }, children };
}

function letterOf(
  letter: string,
  variant: string,
  [capitals, small, digits]: readonly [number, number, number | null],
): string {
  const former = FORMER[variant]?.[letter];
  if (former !== undefined) return former;
  const code = letter.codePointAt(0) ?? 0;
  if (letter >= 'A' && letter <= 'Z') return String.fromCodePoint(capitals + code - 0x41);
  if (letter >= 'a' && letter <= 'z') return String.fromCodePoint(small + code - 0x61);
  return digits !== null && letter >= '0' && letter <= '9' ? String.fromCodePoint(digits + code - 0x30) : letter;
}
