import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A stack trace with its message; more is noise in a log. */
const MAX_TAIL_LENGTH = 4000;

/** Reads a process's error stream to its end and keeps the last part of it. */
export function keepErrorTail(stream: Readable | null): () => string {
  const decoder = new StringDecoder('utf8');
  let tail = '';
  stream?.on('data', (bytes: Buffer) => {
    tail = (tail + decoder.write(bytes)).slice(-MAX_TAIL_LENGTH);
  });
  // A pipe may break when its process is killed; the exit says so already.
  stream?.on('error', () => undefined);
  return () => tail.trim();
}
