import { confirmedTime } from './confirmed-time.ts';
import type { HistoryDatabase } from './database.ts';
import { emptyLog } from './empty-log.ts';
import type { HistoryChange } from './protocol.ts';
import { Sweep } from './sweep.ts';

/** The start of the app comes first. */
const FIRST_AFTER_MS = 10_000;
/** Pause between two steps for requests and for other work of the disk. */
const PAUSE_MS = 30;
/** The app may stay open for days, while conversations in the trash grow old. */
const EVERY_MS = 60 * 60 * 1000;

/** Several deletions in a row empty the log once. The user is told "within seconds". */
const LOG_AFTER_MS = 2000;

/**
 * Removes deleted content (sweep.ts) while no request is waiting; `soon` begins at once. `emptyLogSoon` removes text
 * that was just deleted from the write-ahead log.
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
      const clockMs = nowMs + Math.floor(performance.now() - startedAt);
      const done = sweep.step(confirmedTime(database, clockMs));
      more = done.more;
      if (done.changes.length > 0) onChanges(done.changes);
    } catch {
      // Nobody waits for this on a full disk, a lock or a read-only folder; requests report those.
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
