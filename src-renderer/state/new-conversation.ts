import type { AdapterChoice } from '#contract/adapters';
import type { Bridge, Result } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import type { ConversationId, FolderId, ModelId } from '#contract/primitives';
import type { Sampling } from '#contract/sampling';

/** The options of a conversation that does not exist yet; null follows the settings. */
export interface NewConversation {
  modelId: ModelId | null;
  systemPrompt: string | null;
  sampling: Sampling;
  adapters: readonly AdapterChoice[];
  folderId: FolderId | null;
}

/** Changed options of a conversation. */
export type Tuning = Partial<NewConversation & { modelId: ModelId; systemPrompt: string }>;

export const FRESH: NewConversation = { modelId: null, systemPrompt: null, sampling: {}, adapters: [], folderId: null };

/** Creates the conversation with its model and system prompt; sampling and adapters follow in the second step. */
export function createConversation(
  bridge: Bridge,
  { modelId, systemPrompt, folderId }: NewConversation,
): Promise<Result<Conversation>> {
  return bridge.call('conversations.create', {
    ...(modelId === null ? {} : { modelId }),
    ...(systemPrompt === null ? {} : { systemPrompt }),
    ...(folderId === null ? {} : { folderId }),
  });
}

/** The options of the second step; null when there are none. */
export function tuningOf({ sampling, adapters }: NewConversation): Tuning | null {
  return Object.keys(sampling).length === 0 && adapters.length === 0 ? null : { sampling, adapters };
}

export function tuneConversation(
  bridge: Bridge,
  conversationId: ConversationId,
  { adapters, ...rest }: Tuning,
): Promise<Result<Conversation>> {
  // The library knows the names.
  const wanted = adapters && { adapters: adapters.map(({ adapterId, scale }) => ({ adapterId, scale })) };
  return bridge.call('conversations.update', { conversationId, ...rest, ...wanted });
}
