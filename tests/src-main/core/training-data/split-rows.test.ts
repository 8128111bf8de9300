import { expect, test } from 'vitest';
import { splitRows } from '../../../../src-main/core/training-data/split-rows.ts';
import { randomOf } from '../../../builders/random.ts';

const row = (question: string, conversationId: string, cluster: string | null = null) => ({
  prompt: [{ role: 'user' as const, content: question }],
  cluster,
  conversationId,
});

test('the split has about the wanted share, and one seed gives one split', () => {
  const rows = Array.from({ length: 2000 }, (_, index) => row(`Kysymys ${index}`, `c${index}`));
  const split = splitRows(rows, { testShare: 0.2, seed: 7 });
  const share = split.filter((side) => side === 'test').length / rows.length;
  expect(share).toBeGreaterThan(0.17);
  expect(share).toBeLessThan(0.23);
  expect(splitRows(rows, { testShare: 0.2, seed: 7 })).toEqual(split);
  expect(splitRows(rows, { testShare: 0.2, seed: 8 })).not.toEqual(split);
});

test('one prompt, its translations and one conversation are on one side, through any chain', () => {
  const random = randomOf(3);
  const rows = Array.from({ length: 400 }, (_, index) => {
    const group = Math.floor(index / 8);
    const asked = ['Mikä on tämä', 'MIKÄ on tämä?!', 'mikä, on; tämä'][Math.floor(random() * 3)] ?? '';
    return index % 2 === 0
      ? row(`${asked} ${group}`, `c${index}`, `k${group}`)
      : row(`What ${index}`, `c${index - 1}`, `k${group}`);
  });
  const split = splitRows(rows, { testShare: 0.5, seed: 1 });
  for (let group = 0; group < 50; group += 1) {
    expect(new Set(split.slice(8 * group, 8 * group + 8)).size, String(group)).toBe(1);
  }
  expect(new Set(split).size).toBe(2);
});

test('a new row moves no other to another side', () => {
  const rows = Array.from({ length: 300 }, (_, index) => row(`Kysymys ${index}`, `c${index}`));
  const options = { testShare: 0.3, seed: 2 };
  const longer = splitRows([row('Uusi', 'uusi'), ...rows], options);
  expect(longer.slice(1)).toEqual(splitRows(rows, options));
});

test('the split follows from the questions, and not from ids that are made by chance', () => {
  const rows = Array.from({ length: 200 }, (_, index) => row(`Kysymys ${index}`, `c${index}`, `k${index}`));
  const others = rows.map(({ prompt }, index) => ({
    prompt,
    conversationId: `x${7 * index}`,
    cluster: `y${3 * index}`,
  }));
  const options = { testShare: 0.4, seed: 42 };
  expect(splitRows(others, options)).toEqual(splitRows(rows, options));
});
