import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A stack trace with its message; more would not help. */
const MAX_TAIL_LENGTH = 4000;

/** Reads a process's error output and keeps its end. */
export function keepErrorTail(stream: Readable | null): () => string {
  const decoder = new StringDecoder('utf8');
  let tail = '';
  stream?.on('data', (bytes: Buffer) => {
    tail = (tail + decoder.write(bytes)).slice(-MAX_TAIL_LENGTH);
  });
  // A pipe may break when its process is killed; the exit reports that.
  stream?.on('error', () => undefined);
  return () => tail.trim();
}
