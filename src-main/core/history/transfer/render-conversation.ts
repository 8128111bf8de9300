import type { ReadableDB } from '../database.ts';
import { gatherConversation } from './gather-conversation.ts';
import { renderLines } from './render-lines.ts';
import type { RenderInput } from './render-input.ts';
import { renderMarkdown } from './render-markdown.ts';

/** One conversation as it stands in an export; JSON without the comma behind it. Empty when there is nothing to write. */
export function renderConversation(database: ReadableDB, input: RenderInput): { title: string; text: string } {
  const conversation = gatherConversation(database, input.conversationId);
  const { title } = conversation;
  switch (input.format) {
    // Documents are made of the JSON.
    case 'json':
    case 'docx':
    case 'odt':
    case 'html':
      return { title, text: JSON.stringify(conversation) };
    case 'jsonl':
      return { title, text: renderLines(conversation, input.allLeaves) };
    case 'markdown':
      return { title, text: renderMarkdown(conversation, input.language, input.messageIds) };
  }
}

/** Every conversation outside of the trash, archived ones too, in the order in which they were begun. */
export function listForExport(database: ReadableDB): string[] {
  return database
    .rows<{ id: string }>(
      'SELECT id FROM conversations WHERE deleted_at IS NULL AND comparison_key IS NULL ORDER BY created_at, key',
    )
    .map(({ id }) => id);
}
