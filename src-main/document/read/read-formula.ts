import katex from 'katex';
import { formulaOptions, isBounded } from '../markdown/formula-bounds.ts';
import { formulaSource } from '../markdown/math-tokens.ts';
import { untrustedCommands } from '../markdown/untrusted-commands.ts';
import type { Formula } from '../model.ts';
import { withMathLetters } from './math-letters.ts';
import { parseMathml } from './parse-mathml.ts';
import { withFences } from './with-fences.ts';

/** @param text - with its delimiters */
export function readFormula(text: string, display: boolean): Formula {
  const source = formulaSource(text);
  const options = { ...formulaOptions(display), output: 'mathml' } as const;
  try {
    if (!isBounded(source, options, katex)) return { text, display, math: null };
    const math = parseMathml(katex.renderToString(source, { ...options, macros: untrustedCommands() }));
    return { text, display, math: math && withMathLetters(withFences(math)) };
  } catch {
    return { text, display, math: null };
  }
}
