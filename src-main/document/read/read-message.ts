import { splitAttachments } from '#contract/split-attachments';
import type { Block, Section } from '../model.ts';
import { linesOf } from './read-inlines.ts';
import { readMarkdown } from './read-markdown.ts';

export interface MessageText {
  readonly role: 'user' | 'assistant' | 'system';
  readonly text: string;
  /** The answer was bound to a form: JSON, or what a grammar allows. It is no Markdown. */
  readonly isFormed: boolean;
}

/** The text of a message as the page shows it: only answers are Markdown. */
export function readMessage({ role, text, isFormed }: MessageText): Pick<Section, 'blocks' | 'notes'> {
  if (role !== 'assistant') return { blocks: readPlain(text), notes: [] };
  if (isFormed) return { blocks: [{ kind: 'code', label: '', isFile: false, text }], notes: [] };
  return readMarkdown(text);
}

/** Text as it was written, with the attached files in it. */
function readPlain(text: string): Block[] {
  return splitAttachments(text.replace(/\r\n?/g, '\n')).flatMap((part): Block[] =>
    part.kind === 'file'
      ? [{ kind: 'code', label: part.name, isFile: true, text: part.text }]
      : part.text
          .split(/\n{2,}/)
          .filter((paragraph) => paragraph.trim() !== '')
          .map((paragraph) => ({ kind: 'paragraph', inlines: linesOf(paragraph) })),
  );
}
