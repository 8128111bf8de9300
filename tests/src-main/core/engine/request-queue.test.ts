import { describe, expect, test } from 'vitest';
import { RequestQueue } from '../../../../src-main/core/engine/request-queue.ts';

test('permits come one at a time in the order of asking', async () => {
  const queue = new RequestQueue();
  const order: number[] = [];
  let inside = 0;
  await Promise.all(
    [0, 1, 2, 3].map(async (which) => {
      const permit = await queue.take();
      inside += 1;
      expect(inside).toBe(1);
      order.push(which);
      await Promise.resolve();
      inside -= 1;
      permit?.release();
      permit?.release();
    }),
  );
  expect(order).toEqual([0, 1, 2, 3]);
});

test('who stops waiting takes no permit and delays nobody', async () => {
  const queue = new RequestQueue();
  const first = await queue.take();
  const stop = new AbortController();
  const second = queue.take(stop.signal);
  const third = queue.take();
  stop.abort();
  expect(await second).toBeNull();
  first?.release();
  expect(await third).not.toBeNull();
  expect(await queue.take(AbortSignal.abort())).toBeNull();
});

test('stopping after the permit has come changes nothing', async () => {
  const queue = new RequestQueue();
  const stop = new AbortController();
  const first = await queue.take();
  const second = queue.take(stop.signal);
  first?.release();
  const permit = await second;
  stop.abort();
  const third = queue.take();
  permit?.release();
  expect(await third).not.toBeNull();
});

describe('shared permits', () => {
  const pair = (): RequestQueue => new RequestQueue((_key, held) => held < 2);

  test('those of one key have theirs together, as many as may', async () => {
    const queue = pair();
    const first = await queue.take(undefined, 'a');
    const second = await queue.take(undefined, 'a');
    expect([first?.isShared, second?.isShared]).toEqual([true, true]);
    let third = false;
    void queue.take(undefined, 'a').then(() => (third = true));
    await settle();
    expect(third).toBe(false);
    first?.release();
    await settle();
    expect(third).toBe(true);
  });

  test('another key waits, and nobody behind it overtakes it', async () => {
    const queue = pair();
    const order: string[] = [];
    const first = await queue.take(undefined, 'a');
    const other = queue.take(undefined, 'b').then((permit) => (order.push('b'), permit));
    const late = queue.take(undefined, 'a').then((permit) => (order.push('late a'), permit));
    await settle();
    expect(order).toEqual([]);
    first?.release();
    (await other)?.release();
    await late;
    expect(order).toEqual(['b', 'late a']);
  });

  test('one who stops waiting lets those behind in', async () => {
    const queue = pair();
    const stop = new AbortController();
    const first = await queue.take(undefined, 'a');
    const other = queue.take(stop.signal, 'b');
    const late = queue.take(undefined, 'a');
    stop.abort();
    expect(await other).toBeNull();
    expect((await late)?.isShared).toBe(true);
    first?.release();
  });

  test('who is alone lets others in by sharing, and work that can be left waits for all', async () => {
    let loaded = false;
    const queue = new RequestQueue((_key, held) => loaded && held < 2);
    const first = await queue.take(undefined, 'a');
    expect(first?.isShared).toBe(false);
    const second = queue.take(undefined, 'a');
    loaded = true;
    first?.share('a');
    expect((await second)?.isShared).toBe(true);
    expect(queue.takeIfFree()).toBeNull();
    first?.release();
    expect(queue.takeIfFree()).toBeNull();
    (await second)?.release();
    expect(queue.takeIfFree()).not.toBeNull();
  });
});

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
