import type { EventEmitter } from 'node:events';

export interface Interrupts {
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** Does the same as an interrupt from the user. */
  readonly interrupt: () => void;
  readonly stopListening: () => void;
}

/**
 * The first Ctrl-C, or request to end, lets the command stop in order; the second calls `endAtOnce`, for a command that
 * ignores the first or takes long.
 */
export function listenForInterrupts(source: EventEmitter, endAtOnce: () => void): Interrupts {
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) endAtOnce();
    else abort.abort();
  };
  source.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    signal: abort.signal,
    interrupt: () => abort.abort(),
    stopListening: () => void source.off('SIGINT', interrupt).off('SIGTERM', interrupt),
  };
}
