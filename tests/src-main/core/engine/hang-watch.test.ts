import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HangWatch, Pace } from '../../../../src-main/core/engine/hang-watch.ts';

const LIMITS = { leastMs: 60_000, firstMs: 180_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first sign may take long, the next ones as long as the least', () => {
  const hung = vi.fn();
  const watch = new HangWatch(new Pace(), LIMITS, hung);
  vi.advanceTimersByTime(179_000);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(hung).toHaveBeenCalledOnce();
  watch.end();
});

test('the deadline follows the measured speed, in later requests too', () => {
  const hung = vi.fn();
  const pace = new Pace();
  const slow = new HangWatch(pace, LIMITS, hung);
  vi.advanceTimersByTime(10_000);
  slow.sign();
  slow.end();
  const next = new HangWatch(pace, LIMITS, hung);
  vi.advanceTimersByTime(199_000);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(hung).toHaveBeenCalledWith(expect.closeTo(200_000, -3));
  next.end();
});

test('a fast engine is given the least, and signs put the end off', () => {
  const hung = vi.fn();
  const watch = new HangWatch(new Pace(), LIMITS, hung);
  for (let sign = 0; sign < 10; sign += 1) {
    vi.advanceTimersByTime(50);
    watch.sign();
  }
  vi.advanceTimersByTime(59_000);
  watch.sign();
  // That pause is a part of its pace now.
  vi.advanceTimersByTime(20 * 59_000 - 100);
  expect(hung).not.toHaveBeenCalled();
  watch.end();
  vi.advanceTimersByTime(1e7);
  expect(hung).not.toHaveBeenCalled();
});
