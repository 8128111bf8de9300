import type { WritableDB } from './database.ts';
import type { Announce } from './protocol.ts';

/** One writing request: its transaction, its time, and what the main thread is told when it has been committed. */
export interface Change {
  readonly database: WritableDB;
  readonly nowMs: number;
  /** Who writes (writers.ts). */
  readonly writer: string;
  /** Tells every renderer; the event goes out when the transaction is committed. */
  readonly announce: Announce;
}
