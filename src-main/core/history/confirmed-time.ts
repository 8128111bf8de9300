import type { HistoryDatabase, WritableDB } from './database.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A row of `due_work`: the two times of `confirmedTime`. */
const NAME = 'time';

/**
 * The time by which content in the trash is old. It follows the clock a day later at the earliest: a clock that is set
 * years ahead for an hour would otherwise empty the trash for good. Without an earlier time the clock counts.
 */
export function confirmedTime(database: HistoryDatabase, nowMs: number): number {
  const times = read(database);
  const [confirmed, seen] = times ?? [nowMs, nowMs];
  if (times !== null && nowMs >= seen && nowMs - seen < DAY_MS) return confirmed;
  // What was seen a day ago has come true. A clock that went back begins anew.
  const next: [number, number] = nowMs >= seen + DAY_MS ? [seen, nowMs] : [Math.min(confirmed, nowMs), nowMs];
  database.writing((writable) => keep(writable, next), 'deferred');
  return next[0];
}

function read(database: HistoryDatabase): [number, number] | null {
  const row = database.row<{ name: string }>(`SELECT name FROM due_work WHERE name GLOB '${NAME} *' LIMIT 1`);
  const [, confirmed, seen] = /^time (-?\d+) (-?\d+)$/.exec(row?.name ?? '') ?? [];
  return confirmed === undefined || seen === undefined ? null : [Number(confirmed), Number(seen)];
}

function keep(database: WritableDB, [confirmed, seen]: readonly [number, number]): void {
  database.write(`DELETE FROM due_work WHERE name GLOB '${NAME} *'`);
  database.write('INSERT INTO due_work (name) VALUES (?)', `${NAME} ${confirmed} ${seen}`);
}
