import { SarviError } from '#contract/errors';

/** What the user has told something to do: its phase, why the last one failed, and the way to cancel it. */
export class UserAct<Phase extends string> {
  phase: Phase | 'idle' = 'idle';
  error: SarviError | null = null;
  readonly #tell: () => void;
  #abort = new AbortController();
  #working: Promise<unknown> = Promise.resolve();

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** @param after - the phase once it has succeeded. @throws SarviError, which is `error` then, but for `cancelled` */
  async run(phase: Phase, act: (signal: AbortSignal) => Promise<void>, after: Phase | 'idle' = 'idle'): Promise<void> {
    this.phase = phase;
    this.error = null;
    this.#abort = new AbortController();
    this.#tell();
    const working = act(this.#abort.signal);
    this.#working = working.catch(() => undefined);
    let next: Phase | 'idle' = 'idle';
    try {
      await working;
      next = after;
    } catch (thrown) {
      const failure = SarviError.from(thrown);
      if (failure.code !== 'cancelled') this.error = failure;
      throw failure;
    } finally {
      this.phase = next;
      this.#tell();
    }
  }

  /** Resolves when what was under way has ended. */
  async cancel(): Promise<void> {
    this.#abort.abort();
    await this.#working;
  }
}
