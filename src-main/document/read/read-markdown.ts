import { readFormula } from './read-formula.ts';
import { translateMarkdown } from './translate-markdown.ts';

/** Reads Markdown as the page does, with its formulas. */
export function readMarkdown(text: string): ReturnType<typeof translateMarkdown> {
  return translateMarkdown(text, readFormula);
}
