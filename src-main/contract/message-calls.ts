/** What a user does to messages that are there: going on with an answer, rewriting, removing, copying, counting. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { START_ERRORS } from './chat-calls.ts';
import { codesOf, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { OpenConversation } from './conversations.ts';
import { Message, Thumb } from './messages.ts';
import { ConversationId, Count, GenerationId, MessageId, ModelId, RemovalId } from './primitives.ts';

/** The longest message, in UTF-16 units. */
const MOST_MESSAGE_LENGTH = 4_000_000;

/**
 * Continues the last answer of a branch from its last token. The message grows in its place: the events are those of
 * any generation, with offsets that begin at the length of the present text.
 */
export const continueAnswer = call('chat.continue', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: v.strictObject({ generationId: GenerationId, assistantMessage: Message }),
  /** `answer-not-continuable`: the model ended it, it is empty, messages follow it, or it must follow a grammar. */
  errors: [...START_ERRORS, 'answer-not-continuable'],
});

/**
 * Adds an answer that the user has rewritten as a sibling of `messageId`, an answer of the model, and opens its branch.
 */
export const editAnswer = call('chat.editAnswer', {
  input: v.strictObject({
    conversationId: ConversationId,
    messageId: MessageId,
    text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_MESSAGE_LENGTH)),
  }),
  output: v.strictObject({ message: Message }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown', 'generation-running', 'data-folder-gone'],
});

/** Sets or clears the user's opinion of an answer, which data sets for training use. */
export const rateAnswer = call('answers.rate', {
  input: v.strictObject({ messageId: MessageId, thumb: v.nullable(Thumb) }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'message-unknown'],
});

export const answerRated = event(
  'answer.rated',
  v.strictObject({ conversationId: ConversationId, messageId: MessageId, thumb: v.nullable(Thumb) }),
);

/**
 * Removes a message and everything after it, on every branch. If it was on the open branch, the newest sibling branch
 * is opened, or the branch ends before it.
 */
export const removeMessage = call('messages.remove', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: v.strictObject({ removalId: RemovalId, removedMessages: Count, open: OpenConversation }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown', 'generation-running'],
});

/**
 * Restores removed messages, which the trash keeps as long as conversations, together with the messages before them.
 */
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

/**
 * Counts the tokens of a text with the model's own tokenizer; null while the model is not loaded, because nothing is
 * loaded for it.
 */
export const countTokens = call('chat.countTokens', {
  input: v.strictObject({ modelId: ModelId, text: v.pipe(v.string(), v.maxLength(MOST_MESSAGE_LENGTH)) }),
  output: v.strictObject({ tokens: v.nullable(Count) }),
  errors: codesOf(MODEL_ERRORS, ['remote-unknown']),
});
