import type { Bridge, CallInput, CallResult } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ConversationId, ModelId } from '#contract/primitives';
import { scoresTexts, type ListedRemote, type RemoteId, type RemoteModel } from '#contract/remotes';

/** A model on another computer, as a list shows it. */
export interface RemoteChoice extends RemoteModel {
  readonly engineName: string;
  readonly host: string;
  /** Its server tells the probabilities of a given text. */
  readonly scoresTexts: boolean;
}

/** The remote engines that the user has added, and their models. */
export class RemotesState {
  readonly #bridge: Bridge;
  engines = $state.raw<readonly ListedRemote[]>([]);
  /** Where a new key would be kept. */
  newKeys = $state<'system' | 'session'>('session');
  readonly models: readonly RemoteChoice[] = $derived(
    this.engines.flatMap(({ name: engineName, host, models, finding }) =>
      models.map((model) => ({ ...model, engineName, host, scoresTexts: scoresTexts(finding.kind) })),
    ),
  );

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('remotes.changed', (engines) => {
      this.engines = engines;
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('remotes.list', {});
    if (!result.ok) return result.error;
    this.engines = result.value.engines;
    this.newKeys = result.value.newKeys;
    return null;
  }

  /** Null for a model of this computer, and for one whose engine is gone. */
  find(modelId: ModelId | null): RemoteChoice | null {
    return this.models.find(({ id }) => id === modelId) ?? null;
  }

  test(input: CallInput<'remotes.test'>): Promise<CallResult<'remotes.test'>> {
    return this.#bridge.call('remotes.test', input);
  }

  async save(input: CallInput<'remotes.save'>): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('remotes.save', input);
    if (!result.ok) return result.error;
    await this.load();
    return null;
  }

  async remove(remoteId: RemoteId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('remotes.remove', { remoteId });
    if (!result.ok) return result.error;
    await this.load();
    return null;
  }

  /** The user lets the server of a model read a conversation. */
  async allow(conversationId: ConversationId, modelId: ModelId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('remotes.allow', { conversationId, modelId });
    return result.ok ? null : result.error;
  }
}
