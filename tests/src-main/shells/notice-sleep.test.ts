import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noticeSleep } from '../../../src-main/shells/notice-sleep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The clock moves on while no timer runs. */
function sleep(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

test('a sleep is told with its length, and a late timer is none', () => {
  const woken = vi.fn();
  noticeSleep(Date.now)(woken);
  vi.advanceTimersByTime(60_000);
  sleep(20_000);
  vi.advanceTimersByTime(10_000);
  expect(woken).not.toHaveBeenCalled();
  sleep(3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(woken.mock.calls).toEqual([[3_600_000]]);
  vi.advanceTimersByTime(60_000);
  expect(woken).toHaveBeenCalledOnce();
});

test('a clock that is put back tells nothing, and whoever has ended hears nothing', () => {
  const woken = vi.fn();
  const other = vi.fn();
  const listen = noticeSleep(Date.now);
  const end = listen(woken);
  const endOther = listen(other);
  sleep(-3_600_000);
  vi.advanceTimersByTime(10_000);
  end();
  sleep(3_600_000);
  vi.advanceTimersByTime(5000);
  expect([woken.mock.calls, other.mock.calls]).toEqual([[], [[3_600_000]]]);
  endOther();
  expect(vi.getTimerCount()).toBe(0);
});
