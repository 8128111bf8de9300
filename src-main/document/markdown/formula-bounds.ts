/**
 * Which formulas may be laid out. KaTeX takes any, but a browser's process ends over elements that are nested a few
 * hundred times, and a formula that an attacker or a stuck model writes in 1,300 characters has them. So the tree that
 * KaTeX reads is looked at first: it shows the depth whatever made it, braces, macros or switches.
 */
import type KatexLibrary from 'katex';
import type { KatexOptions } from 'katex';
import { untrustedCommands } from './untrusted-commands.ts';

/**
 * A continued fraction of ten levels has 31, a matrix in a matrix in a root 13. Each becomes up to ten nested elements.
 */
const DEEPEST = 48;
/** A page of derivations has some hundreds. Each becomes about five elements. */
const MOST_NODES = 1000;
/** Rows times columns, with empty cells and announced columns. */
const MOST_CELLS = 1500;
/** Macros multiply what is written; a formula with some is short. */
const LONGEST_WITH_MACROS = 400;
const MACRO = /\\(?:[gex]?def|(?:re|provide)?(?:new)?command|(?:future)?let|global|long)(?![a-zA-Z])/;

/** Not in KaTeX's types. */
interface Parser {
  __parse(source: string, options: KatexOptions): unknown;
}

/** The same for pages and documents, so that what is a formula in one is a formula in the other. */
export function formulaOptions(displayMode: boolean): KatexOptions {
  // No stroke is larger than a screen, and no macro expands for long.
  return { displayMode, trust: false, throwOnError: true, strict: 'ignore', maxSize: 20, maxExpand: 300 };
}

/** @throws KaTeX's error for text that is no formula */
export function isBounded(source: string, options: KatexOptions, katex: typeof KatexLibrary): boolean {
  if (source.length > LONGEST_WITH_MACROS && MACRO.test(source)) return false;
  const tree = (katex as unknown as Parser).__parse(source, { ...options, macros: untrustedCommands() });
  const left: (readonly [node: unknown, depth: number])[] = [[tree, 0]];
  let nodes = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    const [node, depth] = next;
    if (Array.isArray(node)) for (const each of node) left.push([each, depth]);
    else if (isObject(node)) {
      nodes += 'type' in node ? 1 : 0;
      const inner = 'type' in node ? depth + 1 : depth;
      if (nodes > MOST_NODES || inner > DEEPEST || cellsOf(node) > MOST_CELLS) return false;
      // The location of a node contains the whole source.
      for (const [key, value] of Object.entries(node)) if (key !== 'loc') left.push([value, inner]);
    }
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function cellsOf(node: Record<string, unknown>): number {
  if (node['type'] !== 'array' || !Array.isArray(node['body'])) return 0;
  const rows = node['body'] as readonly unknown[][];
  const columns = Array.isArray(node['cols']) ? node['cols'].length : 0;
  return rows.length * Math.max(columns, ...rows.map((row) => row.length));
}
