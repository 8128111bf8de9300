import { because } from '#contract/reasons';
import { loadOwnFiles } from '../bridge/own-files.ts';
import type { DocumentAnswer, DocumentRequest } from './document-worker.ts';
import DocumentWorker from './document-worker.ts?worker';
import type { ParsedDocument } from './parse-document.ts';
import { Unreadable } from './unreadable.ts';

/** A book of a thousand pages takes a few seconds. */
const READ_TIMEOUT_MS = 60_000;

/**
 * Reads a document in a thread of its own, which ends afterwards, so that the page stays quick and whatever a file brings
 * about ends with it.
 *
 * @param bytes - belong to the thread afterwards
 * @returns null for a file that is no document
 * @throws Unreadable, and the signal's reason
 */
export async function readDocument(request: DocumentRequest, signal: AbortSignal): Promise<ParsedDocument | null> {
  signal.throwIfAborted();
  const worker = await loadOwnFiles(() => Promise.resolve(new DocumentWorker()));
  try {
    const answer = await new Promise<DocumentAnswer>((resolve, reject) => {
      const seconds = READ_TIMEOUT_MS / 1000;
      const timer = setTimeout(() => {
        reject(new Unreadable(because('reading-took-too-long', { seconds })));
      }, READ_TIMEOUT_MS);
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')), { once: true });
      worker.addEventListener('message', ({ data }: MessageEvent<DocumentAnswer>) => {
        clearTimeout(timer);
        resolve(data);
      });
      // Also where the thread runs out of memory.
      worker.addEventListener('error', () => {
        clearTimeout(timer);
        reject(new Unreadable(because('cannot-be-read')));
      });
      worker.postMessage(request, [request.bytes.buffer]);
    });
    if ('refused' in answer) throw new Unreadable(answer.refused);
    return answer.document;
  } finally {
    worker.terminate();
  }
}
