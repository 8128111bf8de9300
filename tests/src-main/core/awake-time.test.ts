import { expect, test } from 'vitest';
import { AwakeTime } from '../../../src-main/core/awake-time.ts';

test('a sleep is no part of the time, and nothing is heard after the end', () => {
  let nowMs = 1000;
  const listeners = new Set<(sleptMs: number) => void>();
  const onResume = (listener: (sleptMs: number) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const awake = new AwakeTime({ now: () => nowMs, onResume });
  nowMs += 60_000 + 8 * 3_600_000;
  for (const listener of listeners) listener(8 * 3_600_000);
  expect(awake.elapsedMs).toBe(60_000);
  // A clock that was put back makes no negative time.
  nowMs = 0;
  expect(awake.elapsedMs).toBe(0);
  awake.dispose();
  expect(listeners.size).toBe(0);
});
