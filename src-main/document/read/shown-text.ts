import { splitAttachments } from '#contract/split-attachments';
import { formulaSource } from '../markdown/math-tokens.ts';
import type { Block, Inline } from '../model.ts';
import { translateMarkdown } from './translate-markdown.ts';

/** Between the texts of two blocks: it is neither a space nor a character that anybody types. */
const EDGE = '\0';

/**
 * What the page shows of a message, in texts that no match of a search reaches over: the words of the user, the names
 * and contents of attached files, or an answer without Markdown's marks and addresses. A formula is its source.
 */
export function shownTexts({ role, text }: { readonly role: string; readonly text: string }): string[] {
  if (role !== 'user') return [shownMarkdown(text)];
  return splitAttachments(text).flatMap((part) => (part.kind === 'file' ? [part.name, part.text] : [part.text]));
}

function shownMarkdown(text: string): string {
  const { blocks, notes } = translateMarkdown(text, (written, display) => ({ text: written, display, math: null }));
  const parts: string[] = [];
  for (const block of [...blocks, ...notes.flatMap((note) => note.blocks)]) addBlock(block, parts);
  return parts.join(EDGE);
}

function addBlock(block: Block, parts: string[]): void {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      parts.push(wordsOf(block.inlines));
      break;
    case 'code':
      parts.push(block.text);
      break;
    case 'quote':
      for (const each of block.blocks) addBlock(each, parts);
      break;
    case 'list':
      for (const each of block.items.flat()) addBlock(each, parts);
      break;
    case 'table':
      for (const cell of [block.header, ...block.rows].flat()) parts.push(wordsOf(cell));
      break;
    case 'formula':
      parts.push(formulaSource(block.formula.text));
      break;
    case 'details':
      parts.push(wordsOf(block.summary));
      for (const each of block.blocks) addBlock(each, parts);
      break;
    case 'rule':
  }
}

function wordsOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
          return inline.text;
        case 'break':
          return '\n';
        case 'formula':
          return `${EDGE}${formulaSource(inline.formula.text)}${EDGE}`;
        case 'note':
          return '';
        case 'styled':
        case 'link':
          return wordsOf(inline.inlines);
      }
    })
    .join('');
}
