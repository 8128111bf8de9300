import katex from 'katex';
import type { KatexOptions } from 'katex';
import { isBounded } from '../markdown/formula-bounds.ts';
import { formulaSource } from '../markdown/math-tokens.ts';
import type { Formula } from '../model.ts';
import { withMathLetters } from './math-letters.ts';
import { parseMathml } from './parse-mathml.ts';
import { withFences } from './with-fences.ts';

/** @param text - with its delimiters */
export function readFormula(text: string, display: boolean): Formula {
  const source = formulaSource(text);
  // As in the page (typeset-math.ts), so that what is a formula there is one here.
  const options: KatexOptions = {
    displayMode: display,
    output: 'mathml',
    trust: false,
    throwOnError: true,
    strict: 'ignore',
    maxSize: 20,
    maxExpand: 300,
  };
  try {
    if (!isBounded(source, options, katex)) return { text, display, math: null };
    const math = parseMathml(katex.renderToString(source, { ...options, macros: {} }));
    return { text, display, math: math && withMathLetters(withFences(math)) };
  } catch {
    return { text, display, math: null };
  }
}
