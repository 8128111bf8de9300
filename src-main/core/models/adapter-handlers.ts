import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import type { CallName, Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { AdapterLibrary } from './adapter-library.ts';
import type { ModelLibrary } from './model-library.ts';

type AdapterCall = Extract<CallName, `adapters.${string}`>;

/** Handlers of the calls about adapters. */
export function adapterHandlers(
  adapters: AdapterLibrary,
  models: Pick<ModelLibrary, 'resolveModel'>,
): Handlers<AdapterCall> {
  return {
    'adapters.list': () => adapters.list(),
    'adapters.import': async ({ path, modelId }) => {
      const base = modelId === undefined ? null : (await models.resolveModel(modelId)).path;
      return adapters.import(path, base);
    },
    'adapters.rename': async ({ adapterId, name }) => {
      await adapters.rename(adapterId, name);
      return null;
    },
    'adapters.remove': async ({ adapterId }) => {
      await adapters.remove(adapterId);
      return null;
    },
  };
}

/**
 * The adapters that a conversation is to have, with their names. One that was removed from the library may stay, with
 * its old name.
 *
 * @throws SarviError `adapter-unknown`
 */
export async function nameAdapters(
  wanted: RequestedAdapters,
  library: Pick<AdapterLibrary, 'nameOf'>,
  conversation: () => Promise<Pick<Conversation, 'adapters'>>,
): Promise<AdapterChoice[]> {
  const present = wanted.every(({ adapterId }) => library.nameOf(adapterId) !== null)
    ? []
    : (await conversation()).adapters;
  return wanted.map(({ adapterId, scale }) => {
    const name = library.nameOf(adapterId) ?? present.find((one) => one.adapterId === adapterId)?.name;
    if (name === undefined) throw new SarviError('adapter-unknown', { name: adapterId });
    return { adapterId, name, scale };
  });
}
