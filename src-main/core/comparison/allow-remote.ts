import type { ModelId } from '#contract/primitives';
import type { EngineModel } from '../engine/engine-model.ts';
import type { AskHistory } from '../history/protocol.ts';

/** Lets the server of a cell's remote model read the cell. */
export type AllowRemote = (conversationId: string) => Promise<void>;

/**
 * The user has let the servers of all columns read the comparison when it was made, so each cell is marked as soon as it is
 * asked.
 */
export function allowRemote(
  history: { readonly ask: AskHistory<'conversation' | 'allowRemote'> },
  models: { resolveModel(modelId: ModelId | null): Promise<EngineModel> },
): AllowRemote {
  return async (conversationId) => {
    const { modelId, remoteHosts = [] } = await history.ask('conversation', { conversationId });
    // A model that is gone is refused by name when the cell is asked.
    const host = (await models.resolveModel(modelId).catch(() => null))?.remote?.host;
    if (host !== undefined && !remoteHosts.includes(host)) await history.ask('allowRemote', { conversationId, host });
  };
}
