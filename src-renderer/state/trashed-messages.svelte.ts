import type { Bridge, CallInput, CallOutput, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { OpenConversation } from '#contract/conversations';
import type { Removal } from '#contract/folders';

/** The largest page that the core gives. */
const PAGE_SIZE = 1000;

/** Messages removed from conversations, the latest first; read while the trash is open. */
export class TrashedMessages {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Removal[]>([]);
  /** Counts reads: a page of an older read is ignored. */
  #reading = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<ErrorReport | null> {
    this.#reading += 1;
    const reading = this.#reading;
    const found: Removal[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: CallInput<'trash.messages'> = { limit: PAGE_SIZE, ...(cursor === '' ? {} : { cursor }) };
      const result: Result<CallOutput<'trash.messages'>> = await this.#bridge.call('trash.messages', page);
      if (reading !== this.#reading) return null;
      if (!result.ok) return result.error;
      found.push(...result.value.removals);
      cursor = result.value.nextCursor;
    }
    this.all = found;
    return null;
  }

  async restore({ id }: Removal): Promise<Result<OpenConversation>> {
    const result = await this.#bridge.call('messages.restore', { removalId: id });
    if (result.ok) await this.load();
    return result;
  }
}
