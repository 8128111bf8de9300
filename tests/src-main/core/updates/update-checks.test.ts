import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { UpdateChecks } from '../../../../src-main/core/updates/update-checks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('checks only while the setting is on: soon, and then once a day, whatever the clock says', async () => {
  let checksForUpdates = false;
  const check = vi.fn(() => Promise.reject(new Error('no network')));
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const checks = new UpdateChecks(
    { check },
    { settings: { get: () => ({ ...DEFAULT_SETTINGS, checksForUpdates }) }, log },
  );
  await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
  expect(check).not.toHaveBeenCalled();

  checksForUpdates = true;
  checks.follow();
  checks.follow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(check).toHaveBeenCalledTimes(1);
  vi.setSystemTime(new Date('1999-01-01'));
  await vi.advanceTimersByTimeAsync(24 * 3600_000);
  vi.setSystemTime(new Date('2099-01-01'));
  await vi.advanceTimersByTimeAsync(24 * 3600_000);
  expect(check).toHaveBeenCalledTimes(3);

  checksForUpdates = false;
  checks.follow();
  await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
  expect(check).toHaveBeenCalledTimes(3);
  checks.dispose();
});
