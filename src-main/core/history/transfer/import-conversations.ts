import { SarviError } from '#contract/errors';
import { MOST_LISTED_REFUSALS, type Refusal, type TransferFormat } from '#contract/transfer-vocabulary';
import type { History } from '../history.ts';
import { importSources, type ImportSource } from './import-sources.ts';
import { readJanThread } from './jan-thread.ts';
import type { JsonElement } from './json-elements.ts';
import { readElements } from './read-elements.ts';

export interface ImportCounts {
  formats: TransferFormat[];
  bytesDone: number;
  bytesTotal: number;
  conversationsDone: number;
  duplicates: number;
  refused: number;
  refusals: Refusal[];
}

export interface ImportFound {
  readonly sources: readonly ImportSource[];
  readonly format: TransferFormat;
  readonly sizeBytes: number;
}

/** How many conversations in a row may be none before a file counts as something else. */
const MOST_LOOKED_AT = 100;

/**
 * What is at a path, by its first conversations.
 *
 * @throws SarviError `path-missing`, `path-unreadable`, `transfer-unrecognised`, `transfer-newer-version`
 */
export async function findImport(history: History, path: string): Promise<ImportFound> {
  const sources = await importSources(path);
  const sizeBytes = sources.reduce((sum, source) => sum + source.sizeBytes, 0);
  let lookedAt = 0;
  for (const source of sources) {
    for await (const { bytes } of elementsOf(source, () => undefined)) {
      const format = bytes === null ? null : await history.recogniseConversation(bytes);
      if (format !== null) return { sources, format, sizeBytes };
      lookedAt += 1;
      if (lookedAt >= MOST_LOOKED_AT) break;
    }
  }
  throw new SarviError('transfer-unrecognised', { path });
}

/**
 * Takes in every conversation of the sources, one transaction each. What cannot be taken in is listed and passed over.
 *
 * @throws SarviError `cancelled`, `disk-full`, `history-unavailable`, `path-unreadable`; what is in stays
 */
export async function importConversations(
  history: History,
  { sources, sizeBytes }: ImportFound,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (counts: Readonly<ImportCounts>) => void },
): Promise<void> {
  const counts: ImportCounts = {
    formats: [],
    bytesDone: 0,
    bytesTotal: sizeBytes,
    conversationsDone: 0,
    duplicates: 0,
    refused: 0,
    refusals: [],
  };
  let before = 0;
  try {
    for (const source of sources) {
      const onRead = (bytes: number): void => void (counts.bytesDone = before + Math.min(bytes, source.sizeBytes));
      for await (const element of elementsOf(source, onRead)) {
        if (signal.aborted) throw new SarviError('cancelled');
        await take(history, source, element, counts);
        onProgress(counts);
      }
      before += source.sizeBytes;
      counts.bytesDone = before;
    }
  } finally {
    onProgress(counts);
    if (counts.conversationsDone > 0) await history.finishImport();
  }
}

async function take(history: History, source: ImportSource, element: JsonElement, counts: ImportCounts): Promise<void> {
  const refuse = (error: Refusal['error']): void => {
    counts.refused += 1;
    if (counts.refusals.length >= MOST_LISTED_REFUSALS) return;
    counts.refusals = [...counts.refusals, { file: source.name, number: element.index + 1, line: element.line, error }];
  };
  if (element.bytes === null) {
    return refuse(new SarviError('conversation-refused', { reason: element.problem ?? '' }).toReport());
  }
  const kept = await history.keepConversation(element.bytes);
  if (kept.kind === 'refused') return refuse(kept.error);
  if (!counts.formats.includes(kept.format)) counts.formats = [...counts.formats, kept.format];
  if (kept.kind === 'duplicate') counts.duplicates += 1;
  else counts.conversationsDone += 1;
}

function elementsOf(source: ImportSource, onRead: (bytes: number) => void): AsyncGenerator<JsonElement> {
  return source.isJan ? readJanThread(source.path, onRead) : readElements(source.path, onRead);
}
