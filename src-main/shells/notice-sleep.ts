/** Notices by the clock that the computer slept, for shells that are not told of it. */
const LOOK_MS = 5000;
/** A timer can be late on a busy machine. A change of the clock looks like a sleep, and does as little harm. */
const SLEPT_MS = 30_000;

/** @returns what `Ports.onResume` is */
export function noticeSleep(now: () => number): (listener: (sleptMs: number) => void) => () => void {
  const listeners = new Set<(sleptMs: number) => void>();
  let timer: NodeJS.Timeout | undefined;
  let lookedAt = 0;
  const look = (): void => {
    const passedMs = now() - lookedAt;
    lookedAt = now();
    if (passedMs < LOOK_MS + SLEPT_MS) return;
    for (const listener of listeners) listener(passedMs - LOOK_MS);
  };
  return (listener) => {
    listeners.add(listener);
    if (timer === undefined) {
      lookedAt = now();
      // It must not keep the process running.
      timer = setInterval(look, LOOK_MS).unref();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
}
