import { afterEach, expect, test, vi } from 'vitest';
import { forgetWithoutPages } from '../../../../src-main/shells/web/forget-without-pages.ts';

afterEach(() => void vi.useRealTimers());

test('temporary conversations are forgotten some time after the last page has gone, and not before', () => {
  vi.useFakeTimers();
  const forgetTemporary = vi.fn(() => Promise.resolve());
  const stop = vi.fn();
  const app = { call: () => Promise.reject(new Error('not asked')), listen: () => stop, forgetTemporary };
  const pages = forgetWithoutPages(app, 1000);
  const [first, second] = [pages.listen(() => undefined), pages.listen(() => undefined)];
  first();
  vi.advanceTimersByTime(5000);
  expect(forgetTemporary).not.toHaveBeenCalled();
  second();
  vi.advanceTimersByTime(999);
  // A page that is reloaded comes back.
  const third = pages.listen(() => undefined);
  vi.advanceTimersByTime(5000);
  expect(forgetTemporary).not.toHaveBeenCalled();
  third();
  vi.advanceTimersByTime(1000);
  expect(forgetTemporary).toHaveBeenCalledTimes(1);
  expect(stop).toHaveBeenCalledTimes(3);
});
