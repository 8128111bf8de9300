import type { Bridge, CallOutput } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ComparisonId } from '#contract/primitives';
import type { Sitting, Vote, VoteReason } from '#contract/votes';

type Revealed = NonNullable<CallOutput<'votes.cast'>['revealed']>;

/** One sitting of blind votes: the current pair, the vote on it, and the next pair. */
export class OpenSitting {
  readonly #bridge: Bridge;
  readonly #comparisonId: ComparisonId;
  sitting = $state.raw<Sitting | null>(null);
  error = $state.raw<ErrorReport | null>(null);
  /** The models of the pair that was just voted on, if the voter wants to see them. */
  revealed = $state.raw<(Revealed & { readonly vote: Vote }) | null>(null);
  reasons = $state.raw<readonly VoteReason[]>([]);
  note = $state('');
  reveals = $state(false);
  /** The last action, for screen readers. */
  done = $state<'saved' | 'skippedOne' | 'undone' | null>(null);
  busy = $state(false);
  #skippedToo = false;
  readonly pair = $derived(this.sitting?.pair ?? null);

  constructor(bridge: Bridge, comparisonId: ComparisonId) {
    this.#bridge = bridge;
    this.#comparisonId = comparisonId;
  }

  async next(): Promise<void> {
    const input = { comparisonId: this.#comparisonId, skippedToo: this.#skippedToo };
    const result = await this.#bridge.call('votes.next', input);
    this.error = result.ok ? null : result.error;
    if (!result.ok) return;
    this.revealed = null;
    this.reasons = [];
    this.note = '';
    this.sitting = result.value;
  }

  async vote(vote: Vote): Promise<void> {
    const { pair, reasons, note } = this;
    if (!pair || this.revealed) return;
    await this.#act('saved', async () => {
      const input = { pairId: pair.pairId, vote, reasons: [...reasons], note, reveal: this.reveals };
      const result = await this.#bridge.call('votes.cast', input);
      if (!result.ok) return result.error;
      if (result.value.revealed) this.revealed = { ...result.value.revealed, vote };
      else await this.next();
      return null;
    });
  }

  async skip(): Promise<void> {
    const { pair } = this;
    if (!pair || this.revealed) return;
    await this.#act('skippedOne', async () => {
      const result = await this.#bridge.call('votes.skip', { pairId: pair.pairId });
      if (!result.ok) return result.error;
      // Without this, a pair skipped for the second time would come back at once.
      this.#skippedToo = false;
      await this.next();
      return null;
    });
  }

  async undo(): Promise<void> {
    if (!this.sitting?.canUndo && !this.revealed) return;
    await this.#act('undone', async () => {
      const result = await this.#bridge.call('votes.undo', { comparisonId: this.#comparisonId });
      if (!result.ok) return result.error;
      await this.next();
      return null;
    });
  }

  async showSkipped(): Promise<void> {
    this.#skippedToo = true;
    await this.next();
  }

  toggleReason(reason: VoteReason): void {
    this.reasons = this.reasons.includes(reason)
      ? this.reasons.filter((other) => other !== reason)
      : [...this.reasons, reason];
  }

  /** Runs one action at a time: a key that is held down votes once. */
  async #act(done: NonNullable<typeof this.done>, act: () => Promise<ErrorReport | null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.done = null;
    const error = await act();
    if (error) this.error = error;
    else this.done = done;
    this.busy = false;
  }
}
