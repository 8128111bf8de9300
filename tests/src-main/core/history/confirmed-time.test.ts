import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { confirmedTime } from '../../../../src-main/core/history/confirmed-time.ts';
import { HistoryDatabase } from '../../../../src-main/core/history/database.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 30);

function clock(): (nowMs: number) => number {
  const connection = new Sqlite(':memory:');
  connection.exec('CREATE TABLE due_work (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const database = new HistoryDatabase(connection);
  return (nowMs) => confirmedTime(database, nowMs);
}

test('it follows the clock, a day later', () => {
  const at = clock();
  expect([at(NOW), at(NOW + 1000), at(NOW + DAY - 1)]).toEqual([NOW, NOW, NOW]);
  expect(at(NOW + DAY)).toBe(NOW);
  expect(at(NOW + 40 * DAY)).toBe(NOW + DAY);
  expect(at(NOW + 41 * DAY)).toBe(NOW + 40 * DAY);
});

test('a clock that is years ahead for an hour changes nothing', () => {
  const at = clock();
  const later = NOW + 70 * 365 * DAY;
  expect([at(NOW), at(later), at(later + 3_600_000)]).toEqual([NOW, NOW, NOW]);
  expect([at(NOW + 1000), at(NOW + DAY + 1000)]).toEqual([NOW, NOW + 1000]);
});

test('a clock that went back begins anew', () => {
  const at = clock();
  expect([at(NOW), at(0), at(DAY), at(2 * DAY)]).toEqual([NOW, 0, 0, DAY]);
});
