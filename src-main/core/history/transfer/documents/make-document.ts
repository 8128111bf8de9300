import { Worker } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import type { DocumentTask } from './worker.ts';

/** A thousand printed pages; word processors open no file of ten times as many. Of JSON, in UTF-16 units. */
const MOST_CHARACTERS = 12_000_000;
/** A document needs about a hundred times the memory of its text where every word has a look of its own. */
const MOST_MEMORY_MIB = 3072;

/** @throws SarviError `export-too-large` */
export function requireRoomInDocument(characters: number): void {
  if (characters > MOST_CHARACTERS) throw new SarviError('export-too-large');
}

/**
 * Makes a document in a thread of its own.
 *
 * @param entry - `worker.ts`, built or source
 * @throws SarviError `cancelled`, `export-too-large`, `internal`
 */
export async function makeDocument(entry: string, task: DocumentTask, signal: AbortSignal): Promise<Uint8Array> {
  requireRoomInDocument(task.conversations.reduce((sum, { length }) => sum + length, 0));
  if (signal.aborted) throw new SarviError('cancelled');
  const worker = new Worker(entry, {
    name: 'sarvi-document',
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MIB },
  });
  const made = Promise.withResolvers<Uint8Array>();
  const cancel = (): void => made.reject(new SarviError('cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  worker
    .once('message', (bytes: Uint8Array) => made.resolve(bytes))
    .once('error', (error: Error & { code?: string }) => {
      const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      made.reject(
        isTooLarge ? new SarviError('export-too-large') : new SarviError('internal', { reason: error.message }),
      );
    })
    .once('exit', () => made.reject(new SarviError('internal', { reason: 'exit' })));
  try {
    return await made.promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}
