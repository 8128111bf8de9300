import { expect, test } from 'vitest';
import { Turns } from '../../../../src-main/core/engine/turns.ts';

test('turns come one at a time in the order of asking', async () => {
  const turns = new Turns();
  const order: number[] = [];
  let inside = 0;
  await Promise.all(
    [0, 1, 2, 3].map(async (which) => {
      const release = await turns.take();
      inside += 1;
      expect(inside).toBe(1);
      order.push(which);
      await Promise.resolve();
      inside -= 1;
      release?.();
      release?.();
    }),
  );
  expect(order).toEqual([0, 1, 2, 3]);
});

test('who stops waiting takes no turn and delays nobody', async () => {
  const turns = new Turns();
  const first = await turns.take();
  const stop = new AbortController();
  const second = turns.take(stop.signal);
  const third = turns.take();
  stop.abort();
  expect(await second).toBeNull();
  first?.();
  expect(await third).not.toBeNull();
  expect(await turns.take(AbortSignal.abort())).toBeNull();
});

test('stopping after the turn has come changes nothing', async () => {
  const turns = new Turns();
  const stop = new AbortController();
  const first = await turns.take();
  const second = turns.take(stop.signal);
  first?.();
  const release = await second;
  stop.abort();
  const third = turns.take();
  release?.();
  expect(await third).not.toBeNull();
});
