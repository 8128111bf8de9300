import type { Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { AskHistory } from '../history/protocol.ts';
import type { KeyStore } from '../ports.ts';
import type { Remotes } from './remotes.ts';

type RemoteCall = Extract<keyof Handlers, `remotes.${string}`>;

/** Handlers of the calls about remote engines. */
export function remoteHandlers(
  remotes: Remotes,
  keys: Pick<KeyStore, 'newKeys'>,
  history: { readonly ask: AskHistory<'allowRemote'> },
): Handlers<RemoteCall> {
  return {
    'remotes.list': async () => ({ engines: await remotes.list(), newKeys: await keys.newKeys() }),
    'remotes.test': (input) => remotes.test(input),
    'remotes.save': (input) => remotes.save(input),
    'remotes.remove': async ({ remoteId }) => {
      await remotes.remove(remoteId);
      return null;
    },
    'remotes.allow': ({ conversationId, modelId }) => {
      const host = remotes.resolve(modelId)?.remote?.host;
      if (host === undefined) throw new SarviError('remote-unknown', { name: modelId });
      return history.ask('allowRemote', { conversationId, host });
    },
  };
}
