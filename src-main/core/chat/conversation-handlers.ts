import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import type { Handlers } from '#contract/contract';
import type { Conversation, OpenConversation } from '#contract/conversations';
import { beginningOf } from '#contract/presets';
import type { ModelId } from '#contract/primitives';
import type { AskHistory } from '../history/protocol.ts';
import type { SettingsStore } from '../ports.ts';
import type { Chat } from './chat.ts';

type ConversationCall = Exclude<
  Extract<keyof Handlers, `conversations.${string}`>,
  'conversations.list' | 'conversations.restore' | `conversations.${'find' | 'outline' | 'versions'}`
>;

export interface ConversationParts {
  readonly history: { readonly ask: AskHistory };
  readonly chat: Pick<Chat, 'asEnded' | 'stopConversation'>;
  readonly settings: Pick<SettingsStore, 'get'>;
  /** The name of a model; null for no model and for one that is not there. */
  readonly modelNameOf: (modelId: ModelId | null | undefined) => Promise<string | null>;
  /** @throws SarviError `adapter-unknown` */
  readonly nameAdapters: (
    wanted: RequestedAdapters,
    conversation: () => Promise<Pick<Conversation, 'adapters'>>,
  ) => Promise<AdapterChoice[]>;
}

/** Handlers of the calls about conversations that need more than the history. */
export function conversationHandlers(parts: ConversationParts): Handlers<ConversationCall> {
  const { history, chat, settings, modelNameOf, nameAdapters } = parts;
  const asEnded = (open: OpenConversation): OpenConversation => ({ ...open, branch: chat.asEnded(open.branch) });
  return {
    'conversations.create': async (input) => {
      const modelName = await modelNameOf(input.modelId);
      if (input.systemPrompt !== undefined) return history.ask('createConversation', { ...input, modelName });
      const { systemPrompt, sampling } = beginningOf(settings.get(), input.modelId ?? null);
      const created = await history.ask('createConversation', { ...input, systemPrompt, modelName });
      if (Object.keys(sampling).length === 0) return created;
      return history.ask('updateConversation', { conversationId: created.id, sampling, modelName: null });
    },
    'conversations.open': async (input) => asEnded(await history.ask('conversations.open', input)),
    'conversations.page': async (input) => {
      const page = await history.ask('conversations.page', input);
      return { ...page, messages: chat.asEnded(page.messages) };
    },
    'conversations.update': async ({ adapters: wanted, ...input }) => {
      const conversation = (): Promise<Conversation> =>
        history.ask('conversation', { conversationId: input.conversationId });
      const named = wanted && { adapters: await nameAdapters(wanted, conversation) };
      return history.ask('updateConversation', { ...input, ...named, modelName: await modelNameOf(input.modelId) });
    },
    'conversations.remove': async (input) => {
      const removed = await history.ask('conversations.remove', input);
      // Nobody sees the answer any more, and others may wait in the queue.
      void chat.stopConversation(input.conversationId);
      return removed;
    },
    'conversations.changeSeveral': async (input) => {
      const changed = await history.ask('conversations.changeSeveral', input);
      if (input.to.kind === 'remove') for (const id of changed.conversationIds) void chat.stopConversation(id);
      return changed;
    },
    'conversations.selectBranch': async (input) => asEnded(await history.ask('conversations.selectBranch', input)),
    'conversations.markdown': async ({ conversationId, language }) => {
      const input = { conversationId, language, format: 'markdown', allLeaves: false } as const;
      return { text: (await history.ask('renderConversation', input)).text };
    },
  };
}
