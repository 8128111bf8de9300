import type { EventEmitter } from 'node:events';

export interface Interrupts {
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** As an interrupt from the user would. */
  readonly interrupt: () => void;
  readonly stopListening: () => void;
}

/**
 * The first Ctrl-C, or wish to end, lets the command stop in order; the second calls `endAtOnce`, for a command that
 * does not mind the first or takes its time over it.
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
