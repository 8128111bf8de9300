import { SarviError } from '#contract/errors';
import { MOST_LISTED_REFUSALS, type Refusal, type TransferFormat } from '#contract/transfer-vocabulary';
import type { History } from '../history.ts';
import { importSources, type ImportSource } from './import-sources.ts';
import { readJanThread } from './jan-thread.ts';
import type { Kept } from './kept.ts';
import type { JsonElement } from './json-elements.ts';
import { readElements } from './read-elements.ts';
import { bySession } from './session-lines.ts';

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
/** What goes to the history at once: enough that the way there costs little. */
const BATCH_LENGTH = 100;
const BATCH_BYTES = 2 ** 20;

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
 * Takes in every conversation of the sources, each whole or not at all. What cannot be taken in is listed and passed over.
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
      for await (const elements of inBatches(elementsOf(source, onRead))) {
        for (let done = 0; done < elements.length;) {
          if (signal.aborted) throw new SarviError('cancelled');
          done += await take(history, source, elements.slice(done), counts);
          onProgress(counts);
        }
      }
      before += source.sizeBytes;
      counts.bytesDone = before;
    }
  } finally {
    onProgress(counts);
    if (counts.conversationsDone > 0) await history.finishImport();
  }
}

/** @returns how many of the elements have been dealt with */
async function take(
  history: History,
  source: ImportSource,
  elements: readonly JsonElement[],
  counts: ImportCounts,
): Promise<number> {
  const readable = elements.map(({ bytes }) => bytes).filter((bytes) => bytes !== null);
  const kept = readable.length === 0 ? [] : await history.keepConversations(readable);
  let dealtWith = 0;
  for (const element of elements) {
    const one = element.bytes === null ? unreadable(element) : kept.shift();
    if (one === undefined) break;
    note(source, element, one, counts);
    dealtWith += 1;
  }
  return dealtWith;
}

function unreadable({ problem }: JsonElement): Kept {
  return { kind: 'refused', error: new SarviError('conversation-refused', { reason: problem ?? '' }).toReport() };
}

function note({ name }: ImportSource, { index, line }: JsonElement, kept: Kept, counts: ImportCounts): void {
  if (kept.kind === 'refused') {
    counts.refused += 1;
    if (counts.refusals.length >= MOST_LISTED_REFUSALS) return;
    counts.refusals = [...counts.refusals, { file: name, number: index + 1, line, error: kept.error }];
    return;
  }
  if (!counts.formats.includes(kept.format)) counts.formats = [...counts.formats, kept.format];
  if (kept.kind === 'duplicate') counts.duplicates += 1;
  else counts.conversationsDone += 1;
}

async function* inBatches(elements: AsyncIterable<JsonElement>): AsyncGenerator<JsonElement[]> {
  let batch: JsonElement[] = [];
  let sizeBytes = 0;
  for await (const element of elements) {
    batch.push(element);
    sizeBytes += element.bytes?.length ?? 0;
    if (batch.length < BATCH_LENGTH && sizeBytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    sizeBytes = 0;
  }
  if (batch.length > 0) yield batch;
}

function elementsOf(source: ImportSource, onRead: (bytes: number) => void): AsyncGenerator<JsonElement> {
  return source.isJan ? readJanThread(source.path, onRead) : bySession(readElements(source.path, onRead));
}
