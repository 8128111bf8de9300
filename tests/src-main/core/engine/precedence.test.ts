import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Precedence } from '../../../../src-main/core/engine/precedence.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const REST_MS = 1000;
const NEVER = new AbortController().signal;

/** Whether something has happened by the time that everything which could has. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  const late = Symbol('late');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(() => resolve(late)))])) !== late;
}

test('background work goes on by itself, however much of it there is', async () => {
  const precedence = new Precedence(() => 1, REST_MS);
  const turns = await Promise.all(['a', 'a', 'b'].map((key) => precedence.take(key, NEVER)));
  expect(turns.map((turn) => turn?.signal.aborted)).toEqual([false, false, false]);
  expect(precedence.isHeldUp).toBe(false);
});

test('a request for another model ends it, and it goes on after the last one', async () => {
  const precedence = new Precedence(() => 4, REST_MS);
  const turn = await precedence.take('a', NEVER);
  const [first, second] = [precedence.enter('b'), precedence.enter('b')];
  expect(turn?.signal.aborted).toBe(true);
  expect(precedence.isHeldUp).toBe(true);
  const next = precedence.take('a', NEVER);
  first();
  first();
  expect(await isDone(next)).toBe(false);
  second();
  // The person may ask again.
  vi.advanceTimersByTime(REST_MS - 1);
  expect(await isDone(next)).toBe(false);
  expect(precedence.isHeldUp).toBe(true);
  vi.advanceTimersByTime(1);
  expect((await next)?.signal.aborted).toBe(false);
});

test('while a person reads, other work for the same model goes on', async () => {
  const precedence = new Precedence(() => 1, REST_MS);
  precedence.enter('a')();
  const [same, other] = [precedence.take('a', NEVER), precedence.take('b', NEVER)];
  expect((await same)?.signal.aborted).toBe(false);
  expect(await isDone(other)).toBe(false);
  precedence.enter('b')();
  expect((await other)?.signal.aborted).toBe(false);
});

test('a request for the same model takes one sequence and leaves the others', async () => {
  const precedence = new Precedence(() => 2, REST_MS);
  const [older, newer] = [await precedence.take('a', NEVER), await precedence.take('a', NEVER)];
  const leave = precedence.enter('a');
  expect([older?.signal.aborted, newer?.signal.aborted]).toEqual([false, true]);
  const next = precedence.take('a', NEVER);
  expect(await isDone(next)).toBe(false);
  older?.leave();
  expect(await isDone(next)).toBe(true);
  leave();
});

test('with one sequence, or before the model is in memory, a request has it alone', async () => {
  let sequences = 1;
  const precedence = new Precedence(() => sequences, REST_MS);
  const turn = await precedence.take('a', NEVER);
  precedence.enter('a')();
  expect(turn?.signal.aborted).toBe(true);
  sequences = 0;
  const leave = precedence.enter('a');
  const next = precedence.take('a', NEVER);
  expect(await isDone(next)).toBe(false);
  leave();
  expect(await next).not.toBeNull();
});

test('who stops waiting takes no turn, and listeners hear of people only', async () => {
  const precedence = new Precedence(() => 1, REST_MS);
  let changes = 0;
  const stopListening = precedence.onChange(() => (changes += 1));
  const leave = precedence.enter('b');
  const stop = new AbortController();
  const waiting = precedence.take('a', stop.signal);
  stop.abort();
  expect(await waiting).toBeNull();
  expect(await precedence.take('a', AbortSignal.abort())).toBeNull();
  leave();
  (await precedence.take('b', NEVER))?.leave();
  expect(changes).toBe(2);
  stopListening();
  precedence.enter('a')();
  expect(changes).toBe(2);
});
