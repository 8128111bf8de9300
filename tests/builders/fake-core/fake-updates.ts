import { SarviError } from '#contract/errors';
import type { UpdateStatus } from '#contract/update-calls';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

/** Updates: none, unless the test begins with a status. What a check finds is the offer of that status. */
export class FakeUpdates {
  readonly #clock: FakeClock;
  readonly #found: UpdateStatus['offer'];
  #status: UpdateStatus | null;

  constructor(clock: FakeClock, core: FakeCore) {
    this.#clock = clock;
    this.#status = core.updates ?? null;
    this.#found = core.updateFound ?? this.#status?.offer ?? null;
  }

  readonly handlers: FakeHandlers = {
    'updates.status': () => this.#status,
    'updates.check': () => {
      const { currentVersion } = this.#required;
      const foundReleased = this.#found?.released ?? '2030-01-01';
      return this.#change({ offer: this.#found, foundVersion: this.#found?.version ?? currentVersion, foundReleased });
    },
    'updates.download': () => {
      const { offer } = this.#required;
      if (offer === null) throw new SarviError('update-unknown');
      this.#change({ phase: 'downloading', offer: { ...offer, bytesDone: Math.round(offer.sizeBytes / 2) } });
      return null;
    },
    'updates.cancel': () => {
      this.#change({ phase: 'idle' });
      return null;
    },
    'updates.discard': () => {
      this.#change({ offer: null });
      return null;
    },
    'updates.show': () => {
      if (this.#required.offer?.isDownloaded !== true) throw new SarviError('update-unknown');
      return null;
    },
    'updates.install': () => {
      if (this.#required.offer?.isDownloaded !== true) throw new SarviError('update-unknown');
      this.#change({ phase: 'installing' });
      return null;
    },
  };

  get #required(): UpdateStatus {
    if (this.#status === null) throw new SarviError('unsupported-in-shell');
    return this.#status;
  }

  #change(change: Partial<UpdateStatus>): UpdateStatus {
    const changed = { ...this.#required, ...change };
    this.#status = changed;
    this.#clock.emit('updates.changed', changed);
    return changed;
  }
}
