import { expect, test } from 'vitest';
import { planRows } from '../../../src-renderer/chat/plan-rows.ts';
import { anchorAt, topFor } from '../../../src-renderer/chat/scroll-anchor.ts';
import { randomOf } from '../../builders/random.ts';

const none = (): boolean => false;

test('rows that touch the range are in the page, those that are held too, and the others are gaps', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  const plan = planRows(
    keys,
    () => 100,
    { fromPx: 210, toPx: 290 },
    (index) => index === 5,
  );
  expect(plan).toEqual([
    { kind: 'gap', key: 'gap before c', heightPx: 200 },
    { kind: 'row', key: 'c', index: 2 },
    { kind: 'gap', key: 'gap before f', heightPx: 200 },
    { kind: 'row', key: 'f', index: 5 },
  ]);
});

test('whatever the heights and the range, heights add up, rows are in order and none in sight is missing', () => {
  const random = randomOf(3);
  for (let round = 0; round < 300; round += 1) {
    const heights = Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 400));
    const total = heights.reduce((sum, height) => sum + height, 0);
    const fromPx = random() * total * 1.2 - 200;
    const toPx = fromPx + random() * 900;
    const held = Math.floor(random() * 80);
    const plan = planRows(
      heights.map((_, index) => `k${index}`),
      (index) => heights[index] ?? 0,
      { fromPx, toPx },
      (index) => index === held,
    );
    const planned = plan.reduce(
      (sum, item) => sum + (item.kind === 'gap' ? item.heightPx : (heights[item.index] ?? 0)),
      0,
    );
    expect(planned).toBe(total);
    const rows = plan.flatMap((item) => (item.kind === 'row' ? [item.index] : []));
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    let topPx = 0;
    heights.forEach((height, index) => {
      const inSight = topPx + height >= fromPx && topPx <= toPx;
      expect(rows.includes(index)).toBe(inSight || index === held);
      topPx += height;
    });
    expect(new Set(plan.map(({ key }) => key)).size).toBe(plan.length);
  }
});

test('the number of rows in the page does not grow with the list', () => {
  const count = (length: number): number =>
    planRows(
      Array.from({ length }, (_, index) => `${index}`),
      () => 80,
      { fromPx: 4000, toPx: 6000 },
      none,
    ).length;
  expect([count(2000), count(100_000)]).toEqual([count(200), count(200)]);
});

test('whatever is measured, added or removed around the anchor, its row stays where it is in the view', () => {
  const random = randomOf(5);
  for (let round = 0; round < 300; round += 1) {
    const list = Array.from({ length: 1 + Math.floor(random() * 50) }, (_, index) => ({
      key: `k${index}`,
      heightPx: 20 + Math.floor(random() * 300),
    }));
    const rowsOf = (items: typeof list) => ({
      keys: items.map(({ key }) => key),
      heightOf: (index: number) => items[index]?.heightPx ?? 0,
    });
    const topOf = (items: typeof list, key: string): number =>
      items
        .slice(
          0,
          items.findIndex((item) => item.key === key),
        )
        .reduce((sum, { heightPx }) => sum + heightPx, 0);
    const scrolledTo = random() * list.reduce((sum, { heightPx }) => sum + heightPx, 0);
    const anchor = anchorAt(rowsOf(list), scrolledTo);
    if (!anchor) throw new Error('a list with rows has an anchor');
    const changed = [
      ...Array.from({ length: Math.floor(random() * 40) }, (_, index) => ({ key: `earlier${index}`, heightPx: 130 })),
      ...list
        .filter(({ key }) => key === anchor.key || random() < 0.8)
        .map(({ key, heightPx }) => ({ key, heightPx: random() < 0.5 ? heightPx : Math.floor(random() * 500) })),
    ];
    const topPx = topFor(rowsOf(changed), anchor);
    expect(topPx).not.toBeNull();
    const inView = topOf(changed, anchor.key) - (topPx ?? 0);
    // A list that has become shorter than the place cannot be scrolled above its beginning.
    if (topPx === 0) expect(inView).toBeLessThanOrEqual(topOf(changed, anchor.key));
    else expect(inView).toBeCloseTo(topOf(list, anchor.key) - scrolledTo);
  }
});

test('an anchor whose row is gone says so', () => {
  const rows = { keys: ['a'], heightOf: () => 10 };
  expect([topFor(rows, { key: 'b', offsetPx: 0 }), anchorAt({ keys: [], heightOf: () => 0 }, 5)]).toEqual([null, null]);
});
