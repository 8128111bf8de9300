import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HangWatch, ProgressPauses } from '../../../../src-main/core/engine/hang-watch.ts';

const LIMITS = { leastMs: 60_000, firstMs: 180_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Time goes on, and no timer runs meanwhile. */
function sleep(ms: number): void {
  const before = performance.now();
  const asleepAt = Date.now();
  vi.spyOn(performance, 'now').mockImplementation(() => before + ms + Date.now() - asleepAt);
}

test('the first sign may take long, the next ones as long as the least', () => {
  const hung = vi.fn();
  const watch = new HangWatch(new ProgressPauses(), LIMITS, hung);
  vi.advanceTimersByTime(179_000);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(hung).toHaveBeenCalledOnce();
  watch.end();
});

test('that an answer begins says nothing of the speed: its first chunk still may take long', () => {
  const hung = vi.fn();
  const watch = new HangWatch(new ProgressPauses(), LIMITS, hung);
  watch.sign(false);
  watch.sign(false);
  vi.advanceTimersByTime(179_000);
  expect(hung).not.toHaveBeenCalled();
  watch.sign(true);
  watch.sign(true);
  // Twenty times what the first one took.
  vi.advanceTimersByTime(20 * 179_000 - 1000);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(hung).toHaveBeenCalledOnce();
});

test('what only lives is not ended, and is no faster for it', () => {
  const hung = vi.fn();
  const pace = new ProgressPauses();
  const watch = new HangWatch(pace, LIMITS, hung);
  for (let minute = 0; minute < 60; minute += 1) {
    vi.advanceTimersByTime(60_000);
    watch.sign(false);
  }
  expect([hung.mock.calls, pace.longestPauseMs]).toEqual([[], null]);
  watch.end();
});

test('the deadline follows the measured speed, in later requests too', () => {
  const hung = vi.fn();
  const pace = new ProgressPauses();
  const slow = new HangWatch(pace, LIMITS, hung);
  vi.advanceTimersByTime(10_000);
  slow.sign(true);
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
  const watch = new HangWatch(new ProgressPauses(), LIMITS, hung);
  for (let sign = 0; sign < 10; sign += 1) {
    vi.advanceTimersByTime(50);
    watch.sign(true);
  }
  vi.advanceTimersByTime(59_000);
  watch.sign(true);
  // That pause is a part of its pace now.
  vi.advanceTimersByTime(20 * 59_000 - 1000);
  expect(hung).not.toHaveBeenCalled();
  watch.end();
  vi.advanceTimersByTime(1e7);
  expect(hung).not.toHaveBeenCalled();
});

test('a night in which the machine slept is neither silence nor a pause', () => {
  const hung = vi.fn();
  const pace = new ProgressPauses();
  const watch = new HangWatch(pace, LIMITS, hung);
  vi.advanceTimersByTime(1000);
  watch.sign(true);
  sleep(8 * 3_600_000);
  vi.advanceTimersByTime(30_000);
  expect(hung).not.toHaveBeenCalled();
  watch.sign(true);
  expect(pace.longestPauseMs).toBeLessThan(31_000);
  // Asleep again, and the first that is heard after it is the engine.
  sleep(8 * 3_600_000);
  watch.sign(true);
  expect(pace.longestPauseMs).toBeLessThan(31_000);
  watch.end();
});

test('after a sleep the count of silence begins again, for what was in memory may have to be read back', () => {
  const hung = vi.fn();
  const watch = new HangWatch(new ProgressPauses(), LIMITS, hung);
  vi.advanceTimersByTime(179_000);
  watch.afterSleep();
  vi.advanceTimersByTime(179_000);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(hung).toHaveBeenCalledOnce();
  watch.end();
});
