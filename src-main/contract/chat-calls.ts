/** Generation: sending, regenerating, stopping, and its events. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { EngineStatus } from './engine.ts';
import { ErrorReport } from './errors.ts';
import { Message } from './messages.ts';
import { ConversationId, Count, Fraction, GenerationId, MessageId, ModelId } from './primitives.ts';

/** Errors of any call that starts an answer: of the model, its adapters, their files, and the conversation. */
export const START_ERRORS = codesOf(HISTORY_ERRORS, MODEL_ERRORS, GGUF_ERRORS, FILE_ERRORS, [
  'no-model',
  'conversation-unknown',
  'message-unknown',
  'generation-running',
  'model-does-not-fit',
  'adapter-unknown',
  'adapter-file-missing',
  'adapter-refused',
  'adapter-mismatch',
  'licence-not-accepted',
  'remote-unknown',
  'remote-not-allowed',
  'data-folder-gone',
]);

/**
 * Adds a user message under `parentId` and starts the answer. A parent that is not a leaf begins a new branch, which is
 * how an edited message is sent. Answers as soon as the message is saved; events of `generation.changed` follow. A
 * message that is too long for the window gets an answer that failed with `prompt-too-long`.
 */
export const sendMessage = call('chat.send', {
  input: v.strictObject({
    conversationId: ConversationId,
    parentId: v.nullable(MessageId),
    text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(4_000_000)),
    /** Adds the message after the newest message below the parent, in case another window has added one meanwhile. */
    atEnd: v.optional(v.boolean(), false),
  }),
  output: v.strictObject({ generationId: GenerationId, userMessage: Message, assistantMessage: Message }),
  errors: START_ERRORS,
});

/**
 * Starts another answer as a sibling of `messageId`, an answer of the model; in its place when that one failed without
 * text. For a message of the user, starts the answer to it.
 */
export const regenerateMessage = call('chat.regenerate', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: v.strictObject({ generationId: GenerationId, assistantMessage: Message }),
  errors: START_ERRORS,
});

/** Stops a generation and keeps its text so far. Stopping one that has ended is no error. */
export const stopGeneration = call('chat.stop', {
  input: v.strictObject({ generationId: GenerationId }),
  output: v.null(),
});

export const engineStatus = call('engine.status', { input: v.strictObject({}), output: EngineStatus });

const generation = { generationId: GenerationId, conversationId: ConversationId, messageId: MessageId };

const growth = {
  offset: Count,
  delta: v.string(),
  generatedTokens: Count,
  contextUsedTokens: Count,
  /** Null before the second token. */
  tokensPerSecond: v.nullable(v.number()),
  timeToFirstTokenMs: v.optional(v.number()),
};

/**
 * The life of one generation, in order: `waiting`, `loading`*, `started`, `reading`*, `thinking`*, `text`*, then
 * exactly one of `finished` and `failed`, which may come early. `offset` is the length in UTF-16 units of the thinking
 * or the text before `delta`, so that a renderer that started late notices a gap and asks for the message.
 */
export const generationChanged = event(
  'generation.changed',
  v.variant('kind', [
    v.strictObject({ ...generation, kind: v.literal('waiting') }),
    v.strictObject({ ...generation, kind: v.literal('loading'), fraction: Fraction }),
    /** The prompt is known and will be read; has the figures of `GenerationRecord` that are final by then. */
    v.strictObject({
      ...generation,
      kind: v.literal('started'),
      backend: v.string(),
      seed: Count,
      freshTokens: Count,
      cachedTokens: Count,
      contextTokens: Count,
      memoryBeginsAt: v.nullable(MessageId),
      memoryCutIds: v.optional(v.array(MessageId)),
    }),
    v.strictObject({ ...generation, kind: v.literal('reading'), tokensDone: Count, tokensTotal: Count }),
    /** Thinking before the answer; it is the last of the message's `asides`. */
    v.strictObject({ ...generation, kind: v.literal('thinking'), ...growth }),
    v.strictObject({ ...generation, kind: v.literal('text'), ...growth }),
    v.strictObject({ ...generation, kind: v.literal('finished'), message: Message }),
    v.strictObject({ ...generation, kind: v.literal('failed'), message: Message, error: ErrorReport }),
  ]),
);
export type GenerationEvent = v.InferOutput<(typeof generationChanged)['payload']>;

export const engineChanged = event('engine.changed', EngineStatus);

/** The prompt that the model sees, for the command line and the research views. */
export const renderPrompt = call('chat.renderPrompt', {
  input: v.strictObject({
    modelId: ModelId,
    messages: v.pipe(v.array(v.strictObject({ role: v.string(), content: v.string() })), v.minLength(1)),
    addGenerationPrompt: v.boolean(),
  }),
  output: v.strictObject({ prompt: v.string(), tokens: v.array(Count) }),
  errors: [
    ...MODEL_ERRORS,
    'remote-unknown',
    'template-failed',
    'model-load-failed',
    'engine-crashed',
    'engine-unavailable',
  ],
});
