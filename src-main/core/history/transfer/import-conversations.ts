import { SarviError, type ErrorCode } from '#contract/errors';
import type { TransferFormat, TransferJob } from '#contract/transfers';
import { because, type Reason } from '#contract/reasons';
import type { History } from '../history.ts';
import { ImportReport, refusalOf } from './import-report.ts';
import { importSources, type ImportSource, type ImportSources } from './import-sources.ts';
import type { JsonElement } from './json-elements.ts';

export interface ImportFound extends ImportSources {
  readonly format: TransferFormat;
  readonly sizeBytes: number;
}

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (change: Partial<TransferJob>) => void;
}

/** How many elements at the beginning are tried, and how large, before a file counts as something else. */
const MOST_LOOKED_AT = 100;
const MOST_LOOKED_AT_BYTES = 2 ** 26;
/** Conversations that are sent to the history at once, so that sending costs little. */
const BATCH_LENGTH = 100;
const BATCH_BYTES = 2 ** 20;
/** Errors that mean only that this file, among several, is something else. */
const OF_ONE_FILE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'path-missing',
  'path-unreadable',
  'write-failed',
  'transfer-unrecognised',
  'transfer-newer-version',
  'conversation-refused',
]);

/**
 * Recognises what is at a path by its first conversations. The caller must `close` it.
 *
 * @throws SarviError `path-missing`, `path-unreadable`, `transfer-unrecognised`, `transfer-newer-version`,
 *   `conversation-refused` for a damaged archive
 */
export async function findImport(history: History, path: string): Promise<ImportFound> {
  const found = await importSources(path);
  const sizeBytes = found.sources.reduce((sum, source) => sum + source.sizeBytes, 0);
  try {
    for (const source of found.sources) {
      const format = await formatOf(history, source);
      if (format !== null) return { ...found, format, sizeBytes };
    }
    throw new SarviError('transfer-unrecognised', { path });
  } catch (error) {
    await found.close();
    throw error;
  }
}

async function formatOf(history: History, source: ImportSource): Promise<TransferFormat | null> {
  const elements = source.elements(noProgress);
  try {
    return (await lookAt(history, elements)).format;
  } catch (error) {
    if (source.name === null || !OF_ONE_FILE.has(SarviError.from(error).code)) throw error;
    return null;
  } finally {
    await elements.return(undefined);
  }
}

/**
 * Imports every conversation of the sources, each in one transaction. Conversations that are refused and files without
 * any are listed.
 *
 * @throws SarviError `cancelled`, `disk-full`, `history-unavailable`, `path-unreadable`; imported conversations stay
 */
export async function importConversations(history: History, found: ImportFound, watch: Watch): Promise<void> {
  const report = new ImportReport();
  for (const { name, reason } of found.leftOut) report.skippedFile(name, reason);
  let before = 0;
  try {
    for (const source of found.sources) {
      const tell = (bytes: number): void => {
        const bytesDone = before + Math.min(bytes, source.sizeBytes);
        watch.onProgress({ ...changeOf(report), bytesDone });
      };
      await takeSource(history, source, report, { signal: watch.signal, tell });
      before += source.sizeBytes;
      tell(0);
    }
  } finally {
    // The lists are sent at the end; while it runs, its counts are enough.
    watch.onProgress({ ...changeOf(report), ...report.lists, bytesDone: before });
    if (report.counts.conversationsDone > 0) await history.ask('finishImport', {});
    await found.close();
  }
}

function changeOf(report: ImportReport): Partial<TransferJob> {
  const { formats, ...counts } = report.counts;
  return { ...counts, formats: [...formats] };
}

async function takeSource(
  history: History,
  source: ImportSource,
  report: ImportReport,
  { signal, tell }: { signal: AbortSignal; tell: (bytes: number) => void },
): Promise<void> {
  let bytesRead = 0;
  let next = { index: 0, line: 1 };
  const elements = source.elements((bytes) => (bytesRead = bytes));
  try {
    const { beginning, format, damage } = await lookAt(history, elements);
    if (format === null && source.name !== null) {
      if (damage !== null) report.damagedFile(source.name, refusalOf(damage));
      else report.skippedFile(source.name, whyNothing(source, beginning));
      return;
    }
    for await (const batch of inBatches(beginning, elements)) {
      for (let done = 0; done < batch.length;) {
        if (signal.aborted) throw new SarviError('cancelled');
        done += await take(history, source, batch.slice(done), report);
        tell(bytesRead);
      }
      next = { index: (batch.at(-1)?.index ?? 0) + 1, line: batch.at(-1)?.line ?? 1 };
    }
  } catch (error) {
    const failure = SarviError.from(error);
    if (source.name === null || !OF_ONE_FILE.has(failure.code)) throw failure;
    report.damagedFile(source.name, failure.toReport(), next);
  } finally {
    await elements.return(undefined);
  }
}

/** Reads a file until the first known conversation; without any, answers what is wrong. */
async function lookAt(
  history: History,
  elements: AsyncGenerator<JsonElement>,
): Promise<{ beginning: JsonElement[]; format: TransferFormat | null; damage: string | null }> {
  const beginning: JsonElement[] = [];
  let sizeBytes = 0;
  let damage: string | null = null;
  while (beginning.length < MOST_LOOKED_AT && sizeBytes < MOST_LOOKED_AT_BYTES) {
    const next = await elements.next();
    if (next.done === true) break;
    beginning.push(next.value);
    const { bytes, problem } = next.value;
    sizeBytes += bytes?.length ?? 0;
    const { format, isJson } =
      bytes === null ? { format: null, isJson: true } : await history.ask('recogniseConversation', { bytes });
    if (format !== null) return { beginning, format, damage };
    damage ??= problem ?? (isJson ? null : because('not-json'));
  }
  return { beginning, format: null, damage };
}

function whyNothing(source: ImportSource, elements: readonly JsonElement[]): Reason {
  if (source.sizeBytes === 0) return because('empty');
  return elements.length === 0 ? because('no-conversations') : because('unknown-format');
}

/** @returns how many of the elements have been processed */
async function take(
  history: History,
  source: ImportSource,
  elements: readonly JsonElement[],
  report: ImportReport,
): Promise<number> {
  const readable = elements.map(({ bytes }) => bytes).filter((bytes) => bytes !== null);
  const kept = readable.length === 0 ? [] : await history.ask('keepConversations', { conversations: readable });
  let dealtWith = 0;
  for (const element of elements) {
    const { bytes, problem } = element;
    const one = bytes === null ? { kind: 'refused' as const, error: refusalOf(problem ?? '') } : kept.shift();
    if (one === undefined) break;
    report.conversation(source.name, element, one);
    dealtWith += 1;
  }
  return dealtWith;
}

async function* inBatches(
  beginning: readonly JsonElement[],
  rest: AsyncIterable<JsonElement>,
): AsyncGenerator<JsonElement[]> {
  let batch: JsonElement[] = [];
  let sizeBytes = 0;
  for await (const element of joined(beginning, rest)) {
    batch.push(element);
    sizeBytes += element.bytes?.length ?? 0;
    if (batch.length < BATCH_LENGTH && sizeBytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    sizeBytes = 0;
  }
  if (batch.length > 0) yield batch;
}

async function* joined(
  beginning: readonly JsonElement[],
  rest: AsyncIterable<JsonElement>,
): AsyncGenerator<JsonElement> {
  yield* beginning;
  yield* rest;
}

function noProgress(): void {
  // Only a preview.
}
