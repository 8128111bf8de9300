/** What “copy with formatting” puts on the clipboard. */
import { readMessage, type MessageText } from '../read/read-message.ts';
import { writeSection } from './write-html-blocks.ts';

/** One message as a piece of HTML with its styles at the elements and its formulas in MathML. */
export function writeRichText(message: MessageText): string {
  const look = { headingBase: 0, section: 1, notesLabel: '', isInline: true };
  return `<div>${writeSection(readMessage(message), look)}</div>`;
}
