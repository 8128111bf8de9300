import { expect, test } from 'vitest';
import { strengthen, weaken } from '../../../../../src-main/core/history/search/finnish/gradation.ts';

/** Strong and weak grade, as in a nominative and the genitive without its n. */
const GRADES = [
  ['kukka', 'kuka'],
  ['lamppu', 'lampu'],
  ['matto', 'mato'],
  ['katu', 'kadu'],
  ['leipä', 'leivä'],
  ['kampa', 'kamma'],
  ['ranta', 'ranna'],
  ['kenkä', 'kengä'],
  ['silta', 'silla'],
  ['parta', 'parra'],
  ['lehte', 'lehde'],
  ['kylpy', 'kylvy'],
  ['polke', 'polje'],
  ['jalka', 'jala'],
  ['pankki', 'panki'],
  ['kirkko', 'kirko'],
  ['joke', 'joe'],
] as const;

test.each(GRADES)('%s and %s are two grades of one stem', (strong, weak) => {
  expect(strengthen(weak)).toContain(strong);
  expect(weaken(strong)).toContain(weak);
});

test.each([
  ['luvu', 'luku'],
  ['kyvy', 'kyky'],
  ['aja', 'aika'],
  ['poja', 'poika'],
])('%s has the strong grade %s', (weak, strong) => {
  expect(strengthen(weak)).toContain(strong);
});

test('a stem without gradation stays as it is', () => {
  expect(strengthen('kissa')).toEqual(['kissa']);
  expect(weaken('kissa')).toEqual(['kissa']);
});
