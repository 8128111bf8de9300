import type { EventName, EventPayload } from '#contract/contract';
import { Chat } from './chat/chat.ts';
import type { ChatParts } from './chat/chat-parts.ts';
import { routedChat, type AnyChat } from './chat/routed-chat.ts';
import { TemporaryChats } from './chat/temporary-chats.ts';
import type { TemporaryHistory } from './chat/temporary-history.ts';
import type { AskHistory } from './history/protocol.ts';
import type { Log } from './ports.ts';

export interface TemporaryParts {
  /** The history on the disk. */
  readonly kept: { readonly ask: AskHistory };
  readonly history: TemporaryHistory;
  readonly chat: Chat;
  readonly chatParts: Omit<ChatParts, 'emit'>;
  readonly emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
}

/**
 * Temporary conversations: a chat of their own over a history in memory. It keeps no KV states, makes no prompts for
 * comparisons, and logs nothing.
 */
export function createTemporary({ kept, history, chat, chatParts, emit }: TemporaryParts): {
  readonly chats: TemporaryChats;
  /** For conversations of both kinds. */
  readonly routed: AnyChat;
} {
  const { templates: _templates, ...parts } = chatParts;
  const own = new Chat({ ...parts, history, keepsStates: false, log: SILENT, emit });
  const chats = new TemporaryChats({
    ...{ temporary: history, chat: own, kept },
    onGone: (conversationIds) => emit('temporary.gone', { conversationIds }),
  });
  return { chats, routed: routedChat(chat, own, () => history.isOpen) };
}

const nothing = (): void => undefined;
const SILENT: Log = { info: nothing, warn: nothing, error: nothing };
