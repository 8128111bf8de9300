import type { FileSource } from '#contract/document-calls';
import { SarviError } from '#contract/errors';
import { splitAttachments } from '#contract/split-attachments';
import { branchKeys } from '../branches.ts';
import { findConversation } from '../conversations.ts';
import type { ReadableDB } from '../database.ts';
import { textsOf } from '../finding/texts-of.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';

/** A file with its text. */
export interface GivenFile {
  readonly source: FileSource;
  readonly name: string;
  readonly text: string;
}

/** The files that an answer could use, the nearest before it first: those of messages, then those of the folder. */
export function* givenFiles(database: ReadableDB, conversationId: string, answerKey: number): Generator<GivenFile> {
  const before = branchKeys(database, answerKey)
    .filter((key) => key !== answerKey)
    .reverse();
  for (const { id, role, text } of textsOf(database, before)) {
    if (role === 'user') yield* attachedIn(id, text);
  }
  yield* folderFiles(database, conversationId);
}

/** @throws SarviError `conversation-unknown`, `document-unknown` */
export function readDocument(
  database: ReadableDB,
  { conversationId, source }: RequestInput<'documents.read'>,
): RequestOutput<'documents.read'> {
  const file = fileAt(database, conversationId, source);
  if (file === undefined) throw new SarviError('document-unknown');
  return { name: file.name, text: file.text };
}

function fileAt(database: ReadableDB, conversationId: string, source: FileSource): GivenFile | undefined {
  const { key } = findConversation(database, conversationId);
  if (source.kind === 'folder') {
    for (const file of folderFiles(database, conversationId, source.fileId)) return file;
    return undefined;
  }
  const sql = `SELECT text FROM messages WHERE conversation_key = ? AND id = ? AND role = 'user'`;
  const message = database.row<{ text: string }>(sql, key, source.messageId);
  return message && attachedIn(source.messageId, message.text)[source.index];
}

function attachedIn(messageId: string, text: string): GivenFile[] {
  const files = splitAttachments(text).filter((part) => part.kind === 'file');
  return files.map((part, index) => ({
    source: { kind: 'attached', messageId, index },
    name: part.name,
    text: part.text,
  }));
}

function* folderFiles(database: ReadableDB, conversationId: string, only: string | null = null): Generator<GivenFile> {
  const { folder_key: folderKey, without_folder: without } = findConversation(database, conversationId);
  if (folderKey === null || without === 1) return;
  const rows = database.rows<{ id: string }>(
    'SELECT id FROM folder_files WHERE folder_key = ? AND removed_at IS NULL ORDER BY key LIMIT 1000',
    folderKey,
  );
  for (const { id } of rows) {
    if (only !== null && id !== only) continue;
    const row = database.row<{ name: string; text: string }>('SELECT name, text FROM folder_files WHERE id = ?', id);
    if (row) yield { source: { kind: 'folder', fileId: id }, name: row.name, text: row.text };
  }
}
