/**
 * Typesets the formulas of rendered Markdown. KaTeX comes in a chunk of its own, and it and its fonts are fetched when the
 * first formula is shown. Whatever KaTeX refuses stays as it was written.
 *
 * KaTeX builds elements and sets their styles through the CSSOM, which the page's policy lets pass; its HTML text, with
 * style attributes, would not.
 */
import type KatexLibrary from 'katex';
// At once, because new fonts in a style sheet have the browser lay out all text of the page again.
import 'katex/dist/katex.css';
import { loadOwnFiles } from '../bridge/own-files.ts';
import { formulaSource } from '#document/markdown/math-tokens';
import { formulaOptions, isBounded } from '#document/markdown/formula-bounds';
import { untrustedCommands } from '#document/markdown/untrusted-commands';
import { sanitizeFormula } from './sanitize.ts';
import { inSlices, spend } from './slices.ts';

type Katex = typeof KatexLibrary;

/** How many finished formulas are remembered, because the end of a growing text is rendered again for each frame. */
const REMEMBERED = 300;

/** A character of a formula becomes several elements. */
const CHARACTER_COST = 20;

let library: Katex | null = null;
let loading: Promise<Katex> | null = null;
const ready = new Map<string, Node | null>();

/** Typesets the formulas under `root` when KaTeX is loaded and there is time. */
export function typesetMath(root: HTMLElement): void {
  const formulas = root.querySelectorAll<HTMLElement>('.math:not(.typeset, .unreadable)');
  if (formulas.length === 0) return;
  if (library) {
    const katex = library;
    for (const element of formulas) inSlices(() => typeset(element, katex));
    return;
  }
  loading ??= load();
  void loading.then(() => typesetMath(root));
}

/** Typesets the MathML formulas of an exported page, all at once: it is about to be printed. */
export async function typesetDocument(root: HTMLElement): Promise<void> {
  const formulas = root.querySelectorAll('math');
  if (formulas.length === 0) return;
  loading ??= load();
  const katex = await loading;
  for (const formula of formulas) {
    const source = formula.querySelector('annotation')?.textContent ?? '';
    const made = build(`$$${source}$$`, formula.getAttribute('display') === 'block', katex);
    if (source !== '' && made) formula.replaceWith(made);
  }
}

async function load(): Promise<Katex> {
  const { default: katex } = await loadOwnFiles(() => import('katex'));
  library = katex;
  return katex;
}

function typeset(element: HTMLElement, katex: Katex): void {
  // Two calls may have queued it, and the text of a typeset formula is another one.
  if (!element.isConnected || element.matches('.typeset, .unreadable')) return;
  const text = element.textContent;
  spend(CHARACTER_COST * text.length);
  const display = element.classList.contains('math-display');
  const key = `${display ? 'd' : 'i'}${text}`;
  let made = ready.get(key);
  if (made === undefined) {
    made = build(text, display, katex);
    ready.set(key, made);
    const oldest = ready.keys().next().value;
    if (ready.size > REMEMBERED && oldest !== undefined) ready.delete(oldest);
  }
  if (!made) {
    element.classList.add('unreadable');
    return;
  }
  element.replaceChildren(made.cloneNode(true));
  element.classList.add('typeset');
}

/** @returns null for text that is no formula, or on which KaTeX fails */
function build(text: string, displayMode: boolean, katex: Katex): Node | null {
  const holder = document.createElement('span');
  const source = formulaSource(text);
  const options = formulaOptions(displayMode);
  try {
    if (!isBounded(source, options, katex)) return null;
    katex.render(source, holder, { ...options, macros: untrustedCommands() });
    sanitizeFormula(holder);
    return holder.firstChild;
  } catch {
    return null;
  }
}
