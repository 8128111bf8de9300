import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchPaging } from '../../../src-main/engine-process/watch-paging.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('tells of life while pages come from the disk, and not when none do', () => {
  let pages = 100;
  const alive = vi.fn();
  const end = watchPaging(alive, () => pages);
  vi.advanceTimersByTime(60_000);
  expect(alive).not.toHaveBeenCalled();
  pages += 1;
  vi.advanceTimersByTime(60_000);
  expect(alive).toHaveBeenCalledOnce();
  end();
  pages += 1;
  vi.advanceTimersByTime(60_000);
  expect(alive).toHaveBeenCalledOnce();
});

test('counts this process by what the system tells', () => {
  watchPaging(() => {})();
  expect(process.resourceUsage().majorPageFault).toBeGreaterThanOrEqual(0);
});
