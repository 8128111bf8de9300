import { SarviError } from '#contract/errors';
import type { ListedRemote, RemoteFinding } from '#contract/remotes';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

const FINDING: RemoteFinding = {
  kind: 'vllm',
  version: '0.11.0',
  abilities: { logprobs: true, tokenIds: true, continues: true, counts: true },
  models: [{ name: 'poro', contextTokens: 8192 }],
};

/** Remote engines; what answers at every address is a vLLM with one model. */
export class FakeRemotes {
  readonly #clock: FakeClock;
  #engines: ListedRemote[];

  constructor(clock: FakeClock, core: FakeCore, conversations: FakeConversations) {
    this.#clock = clock;
    this.#engines = [...(core.remotes ?? [])];
    this.handlers = {
      'remotes.list': () => ({ engines: this.#engines, newKeys: 'session' }),
      'remotes.test': ({ address, allowsPlain }) => ({ ...this.#find(address, allowsPlain), host: hostOf(address) }),
      'remotes.save': ({ remoteId, name, address, allowsPlain, caPath, usesProxy, contextTokens, key }) => {
        const finding = this.#find(address, allowsPlain);
        const id = remoteId ?? name.toLowerCase();
        const engine: ListedRemote = {
          ...{ id, name, address, caPath, usesProxy, contextTokens, finding, host: hostOf(address) },
          key: key ? 'session' : 'none',
          keyVariable: `SARVI_KEY_${id.toUpperCase()}`,
          models: finding.models.map((model) => ({ ...model, id: `Remote.${id}.${model.name}` })),
        };
        this.#set([...this.#engines.filter((other) => other.id !== id), engine]);
        return engine;
      },
      'remotes.remove': ({ remoteId }) => {
        this.#set(this.#engines.filter(({ id }) => id !== remoteId));
        return null;
      },
      'remotes.allow': ({ conversationId, modelId }) => {
        const engine = this.#engines.find(({ models }) => models.some(({ id }) => id === modelId));
        if (!engine) throw new SarviError('remote-unknown', { name: modelId });
        const conversation = conversations.get(conversationId);
        const remoteHosts = [...new Set([...(conversation.remoteHosts ?? []), engine.host])];
        return conversations.put({ ...conversation, remoteHosts });
      },
    };
  }

  readonly handlers: FakeHandlers;

  #set(engines: ListedRemote[]): void {
    this.#engines = engines;
    this.#clock.emit('remotes.changed', engines);
  }

  #find(address: string, allowsPlain = false): RemoteFinding {
    if (/^http:\/\/(?!localhost|127\.)/.test(address) && !allowsPlain) {
      throw new SarviError('remote-plain', { host: hostOf(address) });
    }
    return FINDING;
  }
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}
