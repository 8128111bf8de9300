import { SarviError } from '#contract/errors';
import type { HandlerInput } from '#contract/contract';
import type { History } from '../history.ts';
import { safeFileName } from './safe-file-name.ts';
import { SARVI_FORMAT, SARVI_FORMAT_VERSION } from './sarvi-conversation.ts';
import { WholeFile, WholeFolder } from './whole-file.ts';

export type ExportRequest = HandlerInput<'history.export'>;
export type ExportContent = HandlerInput<'history.beginDownload'>;

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (done: { conversationsDone: number; bytesDone: number }) => void;
}

interface ExportFacts {
  readonly version: string;
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
  if (request.format === 'markdown' && request.separateFiles) {
    await writeFolder(history, request, conversationIds, watch);
    return;
  }
  const file = await WholeFile.create(request.path, request);
  try {
    for await (const { text, conversationsDone } of exportText(
      history,
      request,
      conversationIds,
      facts,
      watch.signal,
    )) {
      await file.write(text);
      watch.onProgress({ conversationsDone, bytesDone: file.sizeBytes });
    }
    await file.finish();
    watch.onProgress({ conversationsDone: conversationIds.length, bytesDone: file.sizeBytes });
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

/**
 * The text of one file, conversation by conversation.
 *
 * @throws SarviError `cancelled`, `history-unavailable`
 */
export async function* exportText(
  history: History,
  content: ExportContent,
  ids: readonly string[],
  facts: ExportFacts,
  signal: AbortSignal,
): AsyncGenerator<{ text: string; conversationsDone: number }> {
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
  watch: Watch,
): Promise<void> {
  const folder = await WholeFolder.create(request.path);
  try {
    const taken = new Map<string, number>();
    const fallback = request.language === 'fi' ? 'Keskustelu' : 'Conversation';
    let bytesDone = 0;
    for await (const { title, text, number } of rendered(history, request, ids, watch.signal)) {
      const file = await WholeFile.create(folder.pathOf(safeFileName(title, fallback, '.md', taken)), {
        replace: false,
      });
      try {
        await file.write(text);
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
  { format, allLeaves, language }: ExportContent,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<{ title: string; text: string; number: number }> {
  for (const [index, conversationId] of ids.entries()) {
    if (signal.aborted) throw new SarviError('cancelled');
    try {
      yield {
        ...(await history.ask('renderConversation', { conversationId, format, allLeaves, language })),
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
