import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CallName, Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { NO_LINEAGE } from '#contract/lineages';
import type { Conversation } from '#contract/conversations';
import { readLineage } from '../trainer-files/read-lineage.ts';
import type { AdapterLibrary } from './adapter-library.ts';
import { withParent } from './find-parent.ts';
import type { ModelLibrary } from './model-library.ts';

type AdapterCall = Extract<CallName, `adapters.${string}`>;

/** Handlers of the calls about adapters. */
export function adapterHandlers(
  adapters: AdapterLibrary,
  models: Pick<ModelLibrary, 'resolveModel' | 'list'>,
): Handlers<AdapterCall> {
  return {
    'adapters.list': () => adapters.list(),
    'adapters.import': async ({ path, modelId }) => {
      const lineage = await readLineage(path);
      const known = modelId === undefined && lineage ? withParent(lineage, null, await models.list()) : lineage;
      const parentId = modelId ?? known?.parent?.modelId ?? null;
      if (parentId === null) return adapters.import(path, null, known);
      const parent = await models.resolveModel(parentId);
      const told = { ...(known ?? NO_LINEAGE), parent: { modelId: parentId, name: parent.name } };
      // A parent that was only told by its name may be another one of that name: the folder's own shape counts first.
      const hasOwnShape = modelId === undefined && existsSync(join(path, 'config.json'));
      return adapters.import(path, hasOwnShape ? null : parent.path, told);
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
