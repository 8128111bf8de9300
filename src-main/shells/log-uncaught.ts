import type { EventEmitter } from 'node:events';
import type { Log } from '../core/ports.ts';

/** Logs the error that is about to end this process. Answers a function that stops it. */
export function logUncaught(log: Log, source: EventEmitter = process): () => void {
  const note = (error: unknown): void => log.error('an error that nobody caught', { error });
  source.on('uncaughtExceptionMonitor', note);
  return () => void source.off('uncaughtExceptionMonitor', note);
}
