import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import type { Conversation } from '#contract/conversations';
import type { Handlers } from '#contract/contract';
import type { ModelId } from '#contract/primitives';
import { isOfQuickWindow } from '#contract/temporary-calls';
import type { App, AppListener } from './app-interface.ts';
import { chatHandlers } from './chat/chat-handlers.ts';
import type { ChatParts } from './chat/chat-parts.ts';
import { Chat } from './chat/chat.ts';
import { conversationHandlers } from './chat/conversation-handlers.ts';
import { folderHandlers } from './chat/folder-handlers.ts';
import type { TemporaryChats } from './chat/temporary-chats.ts';
import { byConversation, type TemporaryHistory } from './chat/temporary-history.ts';
import { createTemporary } from './create-temporary.ts';
import type { Engine } from './engine/engine.ts';
import type { StateStore } from './engine/states/state-store.ts';
import { historyHandlers } from './history/history-handlers.ts';
import type { History } from './history/history.ts';
import type { ResolvedModel } from './models/resolved-model.ts';
import type { SettingsStore } from './ports.ts';

export interface ConversationServiceParts {
  readonly history: History;
  readonly temporaryHistory: TemporaryHistory;
  readonly chatParts: Omit<ChatParts, 'emit'>;
  readonly engine: Engine;
  readonly states: StateStore | null;
  readonly settings: SettingsStore;
  readonly resolveModel: (modelId: ModelId | null) => Promise<ResolvedModel>;
  readonly modelNameOf: (modelId: ModelId | null | undefined) => Promise<string | null>;
  readonly nameAdapters: (
    wanted: RequestedAdapters,
    conversation: () => Promise<Pick<Conversation, 'adapters'>>,
  ) => Promise<AdapterChoice[]>;
  readonly emit: AppListener;
}

type ConversationCalls =
  | keyof ReturnType<typeof historyHandlers>
  | keyof TemporaryChats['handlers']
  | keyof ReturnType<typeof folderHandlers>
  | keyof ReturnType<typeof conversationHandlers>
  | keyof ReturnType<typeof chatHandlers>;

export interface ConversationService extends Pick<App, 'forgetTemporary'> {
  readonly chat: Chat;
  readonly temporary: TemporaryChats;
  readonly handlers: Pick<Handlers, ConversationCalls>;
}

/** Conversations of the history and temporary ones: their answers, their folders, and the calls about them. */
export function createConversations(parts: ConversationServiceParts): ConversationService {
  const { history, temporaryHistory, chatParts, engine, states, settings, emit } = parts;
  const { resolveModel, modelNameOf, nameAdapters } = parts;
  const chat = new Chat({ ...chatParts, emit });
  const { chats, routed } = createTemporary({ ...{ kept: history, chat, chatParts, emit }, history: temporaryHistory });
  const anyHistory = byConversation(history, temporaryHistory);
  return {
    chat,
    temporary: chats,
    forgetTemporary: (of) => {
      if (of === undefined) return chats.forgetAll();
      return chats.forget((id) => isOfQuickWindow(id) === (of === 'quick window'));
    },
    handlers: {
      ...historyHandlers({ ask: anyHistory.ask, search: (input) => history.search(input) }),
      ...chats.handlers,
      ...folderHandlers({
        history,
        async forget(ids) {
          for (const id of ids) await states?.forget(id).then(() => states.remember(id));
        },
      }),
      ...conversationHandlers({ history: anyHistory, chat: routed, settings, modelNameOf, nameAdapters }),
      ...chatHandlers({ chat: routed, engine, states, resolveModel }),
    },
  };
}
