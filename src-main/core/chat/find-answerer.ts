import type { AdapterChoice } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { ChatModel, ChatParts } from './chat-parts.ts';
import { requireLicence } from './require-licence.ts';

/** The model, adapters and licence that answer in a conversation. */
export interface Answerer extends ChatModel {
  readonly chosenAdapters: readonly AdapterChoice[];
  /** Resolves when memory has room for the model; rejects with `model-does-not-fit`. */
  readonly hasRoom: Promise<void>;
}

/** The longest wait before a message hears that its model is refused. Trying backends may take longer. */
const REFUSAL_MS = 300;

/**
 * Finds the conversation's model with its adapters. A refusal that is known at once is thrown here, before anything is
 * added; `hasRoom` rejects with a later one.
 *
 * @throws SarviError `licence-not-accepted`, `model-does-not-fit`, `remote-not-allowed`; those of `resolveModel` and `ChatAdapters.resolve`
 */
export async function findAnswerer(
  { models, adapters: library, settings, fits }: Pick<ChatParts, 'models' | 'adapters' | 'settings' | 'fits'>,
  { modelId, adapters, remoteHosts = [] }: Pick<Conversation, 'modelId' | 'adapters' | 'remoteHosts'>,
): Promise<Answerer> {
  const model = await models.resolveModel(modelId);
  if (model.remote) {
    const { host } = model.remote;
    if (!remoteHosts.includes(host))
      throw new SarviError('remote-not-allowed', { modelId: model.id, name: model.name, host });
    // Adapters are files of this computer, and its memory does not matter there.
    return { ...model, chosenAdapters: [], hasRoom: Promise.resolve() };
  }
  const found = adapters.length === 0 ? [] : await library.resolve(model.path, adapters);
  requireLicence(model, settings.get());
  const hasRoom = fits?.require(model.id, model.name) ?? Promise.resolve();
  // The caller that awaits it handles the rejection.
  hasRoom.catch(() => undefined);
  await atMost(hasRoom, REFUSAL_MS);
  const added = found.map(({ path, scale }) => ({ path, scale }));
  return {
    ...model,
    ...(added.length === 0 ? {} : { adapters: [...(model.adapters ?? []), ...added] }),
    chosenAdapters: found.map(({ adapterId, name, scale }) => ({ adapterId, name, scale })),
    hasRoom,
  };
}

async function atMost(promise: Promise<void>, timeMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeMs)));
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
