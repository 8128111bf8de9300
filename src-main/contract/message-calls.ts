/** What a user does to messages that are there: going on with an answer, rewriting, removing, copying, counting. */
import * as v from 'valibot';
import { call } from './call.ts';
import { START_ERRORS } from './chat-calls.ts';
import { HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { OpenConversation } from './conversations.ts';
import { Message } from './messages.ts';
import { ConversationId, Count, GenerationId, MessageId, ModelId, RemovalId } from './primitives.ts';

/** As long as a message may be, in UTF-16 units. */
const MOST_MESSAGE_LENGTH = 4_000_000;

/**
 * Lets the last answer of a branch go on from its last token. The message grows in its place: the events are those of
 * any generation, with offsets that begin at the length of what is there.
 */
export const continueAnswer = call('chat.continue', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: v.strictObject({ generationId: GenerationId, assistantMessage: Message }),
  /** `answer-not-continuable`: it ended by itself, says nothing, has followers, or has to keep to a grammar. */
  errors: [...START_ERRORS, 'answer-not-continuable'],
});

/** Adds an answer that the user has rewritten beside `messageId`, an answer of the model, as the open branch. */
export const editAnswer = call('chat.editAnswer', {
  input: v.strictObject({
    conversationId: ConversationId,
    messageId: MessageId,
    text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_MESSAGE_LENGTH)),
  }),
  output: v.strictObject({ message: Message }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown', 'generation-running', 'data-folder-gone'],
});

/**
 * Removes a message and all that follows it, on every branch. What was open there gives way to the newest branch beside
 * the message, or ends before it.
 */
export const removeMessage = call('messages.remove', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: v.strictObject({ removalId: RemovalId, removedMessages: Count, open: OpenConversation }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown', 'generation-running'],
});

/** Brings back messages that were removed, which the trash keeps as long as conversations, with what they followed. */
export const restoreMessages = call('messages.restore', {
  input: v.strictObject({ removalId: RemovalId }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown', 'removal-unknown', 'generation-running'],
});

/** The open branch as Markdown, for the clipboard. */
export const conversationAsMarkdown = call('conversations.markdown', {
  input: v.strictObject({ conversationId: ConversationId, language: v.picklist(['fi', 'en']) }),
  output: v.strictObject({ text: v.string() }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** Tokens of a text by the model's own tokenizer; null while the model is not in memory, since nothing is loaded for it. */
export const countTokens = call('chat.countTokens', {
  input: v.strictObject({ modelId: ModelId, text: v.pipe(v.string(), v.maxLength(MOST_MESSAGE_LENGTH)) }),
  output: v.strictObject({ tokens: v.nullable(Count) }),
  errors: MODEL_ERRORS,
});
