import { SarviError } from '#contract/errors';
import type { HandlerInput } from '#contract/contract';
import { isDocumentFormat, isReadingFormat, type ExportFormat } from '#contract/transfers';
import type { History } from '../history.ts';
import { makeDocument, requireRoomInDocument } from './documents/make-document.ts';
import { safeFileName } from './safe-file-name.ts';
import { SARVI_FORMAT, SARVI_FORMAT_VERSION } from './sarvi-conversation.ts';
import { WholeFile, WholeFolder } from './whole-file.ts';

export type ExportRequest = HandlerInput<'history.export'>;
export type ExportContent = HandlerInput<'history.beginDownload'>;

const ENDINGS = {
  markdown: '.md',
  docx: '.docx',
  odt: '.odt',
  html: '.html',
  json: '.json',
  jsonl: '.jsonl',
} as const satisfies Record<ExportFormat, string>;

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (done: { conversationsDone: number; bytesDone: number }) => void;
}

export interface ExportFacts {
  readonly version: string;
  /** Of the thread that makes documents, built or source. */
  readonly entry: string;
  readonly nowMs: number;
}

/**
 * Writes conversations to `request.path`; the file is complete at the end or does not exist. A conversation that was
 * removed meanwhile is left out.
 *
 * @throws SarviError `cancelled`, `path-exists`, `path-missing`, `disk-full`, `write-failed`, `history-unavailable`
 */
export async function exportConversations(
  history: History,
  request: ExportRequest,
  conversationIds: readonly string[],
  facts: ExportFacts,
  watch: Watch,
): Promise<void> {
  if (isReadingFormat(request.format) && request.separateFiles) {
    await writeFolder(history, request, conversationIds, facts, watch);
    return;
  }
  const file = await WholeFile.create(request.path, request);
  try {
    for await (const piece of exportPieces(history, request, conversationIds, facts, watch.signal)) {
      if ('bytes' in piece) await file.writeBytes(piece.bytes);
      else await file.write(piece.text);
      watch.onProgress({ conversationsDone: piece.conversationsDone, bytesDone: file.sizeBytes });
    }
    await file.finish();
    watch.onProgress({ conversationsDone: conversationIds.length, bytesDone: file.sizeBytes });
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

export type ExportPiece = { readonly conversationsDone: number } & (
  { readonly text: string } | { readonly bytes: Uint8Array }
);

/**
 * The content of one file: a text conversation by conversation, or the bytes of a document at the end.
 *
 * @throws SarviError `cancelled`, `export-too-large`, `history-unavailable`
 */
export async function* exportPieces(
  history: History,
  content: ExportContent,
  ids: readonly string[],
  facts: ExportFacts,
  signal: AbortSignal,
): AsyncGenerator<ExportPiece> {
  if (isDocumentFormat(content.format)) {
    const conversations: string[] = [];
    let characters = 0;
    for await (const { text, number } of rendered(history, content, ids, signal)) {
      conversations.push(text);
      requireRoomInDocument((characters += text.length));
      yield { text: '', conversationsDone: number - 1 };
    }
    const { format, language, messageIds } = content;
    const task = { format, language, messageIds, conversations, nowMs: facts.nowMs };
    yield { bytes: await makeDocument(facts.entry, task, signal), conversationsDone: ids.length };
    return;
  }
  const isJson = content.format === 'json';
  if (isJson) yield { text: jsonHead(facts), conversationsDone: 0 };
  let written = 0;
  for await (const { text, number } of rendered(history, content, ids, signal)) {
    // The text of a conversation may be empty, for example in JSONL when nobody answered.
    const piece = text === '' ? '' : separator(content, written) + text;
    if (text !== '') written += 1;
    yield { text: piece, conversationsDone: number };
  }
  if (isJson) yield { text: '\n]}\n', conversationsDone: ids.length };
}

async function writeFolder(
  history: History,
  request: ExportRequest,
  ids: readonly string[],
  facts: ExportFacts,
  watch: Watch,
): Promise<void> {
  const folder = await WholeFolder.create(request.path);
  try {
    const taken = new Map<string, number>();
    const fallback = request.language === 'fi' ? 'Keskustelu' : 'Conversation';
    let bytesDone = 0;
    for await (const { title, text, number } of rendered(history, request, ids, watch.signal)) {
      const file = await WholeFile.create(
        folder.pathOf(safeFileName(title, fallback, ENDINGS[request.format], taken)),
        {
          replace: false,
        },
      );
      try {
        if (isDocumentFormat(request.format)) {
          const task = {
            format: request.format,
            language: request.language,
            conversations: [text],
            nowMs: facts.nowMs,
          };
          await file.writeBytes(await makeDocument(facts.entry, task, watch.signal));
        } else await file.write(text);
        await file.finish();
      } catch (error) {
        await file.abandon();
        throw error;
      }
      bytesDone += file.sizeBytes;
      watch.onProgress({ conversationsDone: number, bytesDone });
    }
    await folder.finish();
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}

async function* rendered(
  history: History,
  { format, allLeaves, language, messageIds }: ExportContent,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<{ title: string; text: string; number: number }> {
  for (const [index, conversationId] of ids.entries()) {
    if (signal.aborted) throw new SarviError('cancelled');
    try {
      yield {
        ...(await history.ask('renderConversation', { conversationId, format, allLeaves, language, messageIds })),
        number: index + 1,
      };
    } catch (error) {
      if (SarviError.from(error).code !== 'conversation-unknown') throw error;
    }
  }
}

/**
 * The header comes first, because readers recognise the file by it (`find-layout.ts`); then each conversation has a
 * line.
 */
function jsonHead({ version, nowMs }: ExportFacts): string {
  const head = JSON.stringify({
    format: SARVI_FORMAT,
    version: SARVI_FORMAT_VERSION,
    writtenBy: `Sarvi ${version}`,
    writtenAt: new Date(nowMs).toISOString(),
  });
  return `${head.slice(0, -1)},"conversations":[\n`;
}

function separator({ format }: ExportContent, written: number): string {
  if (written === 0) return '';
  return format === 'json' ? ',\n' : format === 'markdown' ? '\n---\n\n' : '';
}
