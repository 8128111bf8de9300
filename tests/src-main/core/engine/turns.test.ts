import { describe, expect, test } from 'vitest';
import { Turns } from '../../../../src-main/core/engine/turns.ts';

test('turns come one at a time in the order of asking', async () => {
  const turns = new Turns();
  const order: number[] = [];
  let inside = 0;
  await Promise.all(
    [0, 1, 2, 3].map(async (which) => {
      const turn = await turns.take();
      inside += 1;
      expect(inside).toBe(1);
      order.push(which);
      await Promise.resolve();
      inside -= 1;
      turn?.release();
      turn?.release();
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
  first?.release();
  expect(await third).not.toBeNull();
  expect(await turns.take(AbortSignal.abort())).toBeNull();
});

test('stopping after the turn has come changes nothing', async () => {
  const turns = new Turns();
  const stop = new AbortController();
  const first = await turns.take();
  const second = turns.take(stop.signal);
  first?.release();
  const turn = await second;
  stop.abort();
  const third = turns.take();
  turn?.release();
  expect(await third).not.toBeNull();
});

describe('shared turns', () => {
  const pair = (): Turns => new Turns((_key, held) => held < 2);

  test('those of one key have theirs together, as many as may', async () => {
    const turns = pair();
    const first = await turns.take(undefined, 'a');
    const second = await turns.take(undefined, 'a');
    expect([first?.isShared, second?.isShared]).toEqual([true, true]);
    let third = false;
    void turns.take(undefined, 'a').then(() => (third = true));
    await settle();
    expect(third).toBe(false);
    first?.release();
    await settle();
    expect(third).toBe(true);
  });

  test('another key waits, and nobody behind it overtakes it', async () => {
    const turns = pair();
    const order: string[] = [];
    const first = await turns.take(undefined, 'a');
    const other = turns.take(undefined, 'b').then((turn) => (order.push('b'), turn));
    const late = turns.take(undefined, 'a').then((turn) => (order.push('late a'), turn));
    await settle();
    expect(order).toEqual([]);
    first?.release();
    (await other)?.release();
    await late;
    expect(order).toEqual(['b', 'late a']);
  });

  test('one who stops waiting lets those behind in', async () => {
    const turns = pair();
    const stop = new AbortController();
    const first = await turns.take(undefined, 'a');
    const other = turns.take(stop.signal, 'b');
    const late = turns.take(undefined, 'a');
    stop.abort();
    expect(await other).toBeNull();
    expect((await late)?.isShared).toBe(true);
    first?.release();
  });

  test('who is alone lets others in by sharing, and work that can be left waits for all', async () => {
    let loaded = false;
    const turns = new Turns((_key, held) => loaded && held < 2);
    const first = await turns.take(undefined, 'a');
    expect(first?.isShared).toBe(false);
    const second = turns.take(undefined, 'a');
    loaded = true;
    first?.share('a');
    expect((await second)?.isShared).toBe(true);
    expect(turns.takeIfFree()).toBeNull();
    first?.release();
    expect(turns.takeIfFree()).toBeNull();
    (await second)?.release();
    expect(turns.takeIfFree()).not.toBeNull();
  });
});

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
