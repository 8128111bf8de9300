import type { Block, DocumentText, Item } from './blocks.ts';
import { writeInlines } from './write-inlines.ts';
import { writeTable } from './write-table.ts';

/**
 * A document's text as Markdown. Only what would make another block of a line is escaped, so that the words stay as they
 * are in the document. Blocks are a blank line apart; notes are at the end.
 */
export function writeMarkdown({ blocks, notes }: DocumentText): string {
  const written = notes.map((note, index) => {
    const [first = '', ...rest] = writeBlocks(note).split('\n');
    return [`[^${index + 1}]: ${first}`, ...rest.map((line) => (line === '' ? '' : `    ${line}`))].join('\n');
  });
  return [writeBlocks(blocks), ...written].filter((text) => text !== '').join('\n\n');
}

export function writeBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(writeBlock)
    .filter((text) => text !== '')
    .join('\n\n');
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const text = writeInlines(block.inlines).replace(/\s*\n\s*/g, ' ');
      return text === '' ? '' : `${'#'.repeat(Math.min(6, Math.max(1, block.level)))} ${text}`;
    }
    case 'paragraph':
      return writeInlines(block.inlines).split('\n').map(escapeLine).join('\n');
    case 'list':
      return writeList(block.items, block.ordered, block.start);
    case 'table':
      return writeTable(block.rows, writeBlocks);
    case 'code': {
      const longest = [...block.text.matchAll(/`{3,}/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
      const fence = '`'.repeat(longest + 1);
      return `${fence}${block.language}\n${block.text.replace(/\n+$/, '')}\n${fence}`;
    }
    case 'quote':
      return writeBlocks(block.blocks).replace(/^/gm, '> ').replace(/^> $/gm, '>');
    case 'rule':
      return '---';
  }
}

function writeList(items: readonly Item[], ordered: boolean, start: number): string {
  const isTight = items.every(({ blocks }) => blocks.filter(({ kind }) => kind !== 'list').length <= 1);
  return items
    .map(({ label, blocks }, index) => {
      const mark = ordered ? `${start + index}. ` : '- ';
      const text = blocks
        .map(writeBlock)
        .filter((one) => one !== '')
        .join(isTight ? '\n' : '\n\n');
      const labelled = label === undefined ? text : `${label} ${text}`.trimEnd();
      return mark + labelled.replace(/\n(?!\n|$)/g, `\n${' '.repeat(mark.length)}`);
    })
    .join(isTight ? '\n' : '\n\n');
}

/** A line of words that Markdown would take for the beginning of a heading, list, quote, fence or rule. */
function escapeLine(line: string): string {
  return /^(?:#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|`{3}|~{3}|(?:-{3,}|={2,}|_{3,}|\*{3,})\s*$)/.test(line)
    ? `\\${line}`
    : line;
}
