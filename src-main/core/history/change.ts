import type { WritableDB } from './database.ts';
import type { Announce } from './protocol.ts';

/** One writing request: its transaction, its time, and the events that are sent after the commit. */
export interface Change {
  readonly database: WritableDB;
  readonly nowMs: number;
  /** The writer (writers.ts). */
  readonly writer: string;
  /** Notes an event for every renderer; it is sent when the transaction is committed. */
  readonly announce: Announce;
}
