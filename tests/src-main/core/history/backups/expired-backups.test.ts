import { expect, test } from 'vitest';
import type { BackupReason } from '#contract/backup-calls';
import { expiredBackups } from '../../../../../src-main/core/history/backups/expired-backups.ts';

const entry = (date: string, reason: BackupReason = 'daily') => ({
  reason,
  madeAt: Date.parse(date.includes('T') ? date : `${date}T12:00:00Z`),
});
const dates = (entries: readonly { madeAt: number }[]) =>
  entries.map(({ madeAt }) => new Date(madeAt).toISOString().slice(0, 10));

test('a backup each day for half a year comes to seven days and four weeks', () => {
  let kept: { reason: BackupReason; madeAt: number }[] = [];
  for (let day = 0; day < 180; day += 1) {
    kept.push({ reason: 'daily', madeAt: Date.UTC(2026, 0, 1 + day, 18) });
    const expired = new Set(expiredBackups(kept));
    kept = kept.filter((backup) => !expired.has(backup));
  }
  // Sundays, and the Monday that is too old for the seven days; the 29th of June 2026 is a Monday too.
  expect(dates(kept)).toEqual([
    ...['2026-06-07', '2026-06-14', '2026-06-21', '2026-06-22'],
    ...['2026-06-23', '2026-06-24', '2026-06-25', '2026-06-26', '2026-06-27', '2026-06-28', '2026-06-29'],
  ]);
});

test('of two on one day the newer stays', () => {
  const earlier = entry('2026-03-01T01:00:00Z');
  expect(expiredBackups([earlier, entry('2026-03-01T23:00:00Z')])).toEqual([earlier]);
});

test('what was made by hand, before an update and before a restore stays', () => {
  const old = (['by-hand', 'before-update', 'before-restore'] as const).map((reason) => entry('2020-01-01', reason));
  const daily = Array.from({ length: 30 }, (_, day) => entry(new Date(Date.UTC(2026, 5, 1 + day)).toISOString()));
  const expired = expiredBackups([...old, ...daily]);
  expect(expired.every(({ reason }) => reason === 'daily')).toBe(true);
  expect(expired.length).toBeGreaterThan(15);
});

test('few and old ones all stay: nothing goes because time passes', () => {
  expect(expiredBackups([entry('2020-01-01'), entry('2020-05-01'), entry('2021-01-01')])).toEqual([]);
});
