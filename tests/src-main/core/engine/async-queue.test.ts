import { expect, test } from 'vitest';
import { AsyncQueue } from '../../../../src-main/core/engine/async-queue.ts';

test('values come out in order, those before a failure too', async () => {
  const queue = new AsyncQueue<number>();
  queue.push(1);
  const seen: number[] = [];
  const reading = (async () => {
    for await (const value of queue) seen.push(value);
  })();
  await Promise.resolve();
  queue.push(2);
  queue.push(3);
  queue.fail(new Error('cut off'));
  queue.push(4);
  await expect(reading).rejects.toThrow('cut off');
  expect(seen).toEqual([1, 2, 3]);
});

test('the end comes after the values, and a later failure is too late', async () => {
  const queue = new AsyncQueue<string>();
  queue.push('a');
  queue.end();
  queue.fail(new Error('too late'));
  const seen: string[] = [];
  for await (const value of queue) seen.push(value);
  expect(seen).toEqual(['a']);
});
