import type { HistoryDatabase } from './database.ts';
import { emptyLog } from './empty-log.ts';
import type { HistoryChange } from './protocol.ts';
import { Sweep } from './sweep.ts';

/** The start has other things to do first. */
const FIRST_AFTER_MS = 10_000;
/** Between two steps, so that requests come in between and the disk has other work too. */
const PAUSE_MS = 30;
/** The app may stay open for days, and conversations grow old meanwhile. */
const EVERY_MS = 60 * 60 * 1000;

/** Several deletions in a row are written back as one; "within seconds" is what the user is told. */
const LOG_AFTER_MS = 2000;

/**
 * Removes what is gone for good (sweep.ts) while nothing else is asked; `soon` begins at once. `emptyLogSoon` takes the
 * text that was just deleted out of the write-ahead log.
 */
export function sweepInBackground(
  database: HistoryDatabase,
  nowMs: number,
  onChanges: (changes: readonly HistoryChange[]) => void,
): { soon(): void; emptyLogSoon(): void; end(): void } {
  const sweep = new Sweep(database);
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const later = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(step, delayMs);
  };
  const step = (): void => {
    let more = false;
    try {
      const done = sweep.step(nowMs + Math.floor(performance.now() - startedAt));
      more = done.more;
      if (done.changes.length > 0) onChanges(done.changes);
    } catch {
      // A full disk, a lock, a read-only folder: nobody waits for this, and requests tell of it themselves.
    }
    later(more ? PAUSE_MS : EVERY_MS);
  };
  let logTimer: NodeJS.Timeout | undefined;
  const emptyLogSoon = (): void => {
    logTimer ??= setTimeout(() => {
      logTimer = undefined;
      if (!emptyLog(database.connection)) emptyLogSoon();
    }, LOG_AFTER_MS);
  };
  later(FIRST_AFTER_MS);
  return {
    soon: () => later(PAUSE_MS),
    emptyLogSoon,
    end: () => {
      clearTimeout(timer);
      clearTimeout(logTimer);
    },
  };
}
