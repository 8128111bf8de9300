/** Words that several calls share: ids, roles, quantization types, and what a model, conversation or message is. */
import * as v from 'valibot';
import { AdapterChoice } from './adapters.ts';
import { Aside } from './asides.ts';
import { BACKEND_CHOICES } from './backends.ts';
import { ERROR_CODES } from './errors.ts';
import { LlamaLicence } from './licences.ts';
import { ShortcutKeys } from './shortcuts.ts';

const Id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,95}$/));
export const ModelId = Id;
export const JobId = Id;
export const ConversationId = Id;
export const MessageId = Id;
export const GenerationId = Id;
export const FolderId = Id;
export const TagId = Id;
export const RemovalId = Id;
export type FolderId = string;
export type TagId = string;
export type ModelId = string;
export type JobId = string;
export type ConversationId = string;
export type MessageId = string;
export type GenerationId = string;

/** Milliseconds since 1970, UTC. */
export const TimestampMs = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A share of the whole, 0 to 1. */
export const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const FilePath = v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096));

/** Recipes for a whole file, as llama.cpp names them, largest first. */
export const QUANTIZATION_TYPES = [
  'F32',
  'F16',
  'BF16',
  'Q8_0',
  'Q6_K',
  'Q5_1',
  'Q5_K_M',
  'Q5_K_S',
  'Q5_0',
  'Q4_1',
  'Q4_K_M',
  'Q4_K_S',
  'IQ4_NL',
  'Q4_0',
  'IQ4_XS',
  'Q3_K_L',
  'Q3_K_M',
  'Q3_K_S',
  'Q2_K',
] as const;
export const QuantizationType = v.picklist(QUANTIZATION_TYPES);
export type QuantizationType = (typeof QUANTIZATION_TYPES)[number];
/** The recipe that is offered first. */
export const DEFAULT_QUANTIZATION: QuantizationType = 'Q4_K_M';

export const Role = v.picklist(['system', 'user', 'assistant']);
export type Role = v.InferOutput<typeof Role>;

export const ErrorReport = v.strictObject({
  code: v.picklist(ERROR_CODES),
  details: v.record(v.string(), v.union([v.string(), v.number()])),
  message: v.string(),
});

// --- Sampling -------------------------------------------------------------------------------------------------

/**
 * What an answer has to follow to the letter: llama.cpp's GBNF, whose first rule is `root`, or a JSON schema, whose
 * objects then get every property that they list, in that order.
 */
export const Grammar = v.variant('kind', [
  v.strictObject({ kind: v.literal('gbnf'), text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100_000)) }),
  v.strictObject({ kind: v.literal('json-schema'), text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100_000)) }),
]);
export type Grammar = v.InferOutput<typeof Grammar>;

const Penalty = v.pipe(v.number(), v.minValue(-2), v.maxValue(2));
/** More than any model's line of alternatives that someone looks at. */
export const MOST_ALTERNATIVES = 20;
export const MOST_STOP_STRINGS = 16;
export const MOST_PENALTY_WINDOW = 8192;

/**
 * What picks the next token, and what ends an answer. A missing field means: the model's own default (its
 * `generation_config.json`), else `DEFAULT_SAMPLING`. Temperature 0 is greedy.
 */
export const Sampling = v.strictObject({
  temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5))),
  topP: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** 0 switches the limit off. */
  topK: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
  minP: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** Divides the logits of the tokens in the penalty window; 1 does nothing. */
  repetitionPenalty: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(5))),
  /** Taken off the logits of the tokens in the window, once each, and once for every time that they occur. */
  presencePenalty: v.optional(Penalty),
  frequencyPenalty: v.optional(Penalty),
  /** How many tokens, of the prompt too, the three penalties look back over; 0 switches them off. */
  penaltyWindow: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_PENALTY_WINDOW))),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(131_072))),
  /** The answer ends before the first of these; they are never shown. */
  stop: v.optional(v.pipe(v.array(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))), v.maxLength(MOST_STOP_STRINGS))),
  grammar: v.optional(Grammar),
  /** How many alternatives to keep for each token, with their probabilities; 0 keeps no probabilities. */
  alternatives: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ALTERNATIVES))),
});
export type Sampling = v.InferOutput<typeof Sampling>;

/** Poro 2's recommended temperature and answer length; the other fields are llama.cpp's "off". */
export const DEFAULT_SAMPLING = {
  temperature: 0.7,
  topP: 1,
  topK: 0,
  minP: 0,
  repetitionPenalty: 1,
  presencePenalty: 0,
  frequencyPenalty: 0,
  penaltyWindow: 64,
  maxTokens: 500,
  stop: [] as string[],
  alternatives: 0,
} as const satisfies { readonly [Field in Exclude<keyof Sampling, 'seed' | 'grammar'>]-?: unknown };

// --- Models ---------------------------------------------------------------------------------------------------

/** What can be said of a model without running it; `null` where the file does not say. */
export const ModelFacts = v.strictObject({
  name: v.nullable(v.string()),
  architecture: v.string(),
  parameterCount: Count,
  layerCount: Count,
  headCount: Count,
  keyValueHeadCount: Count,
  width: Count,
  feedForwardWidth: Count,
  vocabularySize: Count,
  contextTokens: Count,
  hasChatTemplate: v.boolean(),
  licence: v.nullable(v.string()),
  /** How many tensors there are of each tensor type: `{ BF16: 47 }`. */
  tensorTypes: v.record(v.string(), Count),
  /** `Q4_K_M` for a whole GGUF file; the checkpoint's dtype otherwise. */
  fileType: v.string(),
  /** Of the GGUF file, or of a checkpoint's weights. */
  sizeBytes: Count,
});
export type ModelFacts = v.InferOutput<typeof ModelFacts>;

/** Which known family a model belongs to; decides its card and its warnings. */
export const ModelFamily = v.picklist(['guide', 'poro2-base', 'poro2-sft', 'poro2-instruct', 'llama']);
export type ModelFamily = v.InferOutput<typeof ModelFamily>;

/** One usable model of the library. */
export const Model = v.strictObject({
  id: ModelId,
  name: v.string(),
  family: ModelFamily,
  facts: ModelFacts,
  /** From `generation_config.json`. */
  sampling: Sampling,
  addedAt: TimestampMs,
  /** False when the file has vanished since, or one in place has changed. */
  available: v.boolean(),
  /** Where the file lies when it is used in place and not the library's own. */
  inPlacePath: v.optional(FilePath),
});
export type Model = v.InferOutput<typeof Model>;

/** How near a quantization type's answers are to the original's, by published measurements of Llama 3 8B. */
export const Quality = v.picklist(['original', 'excellent', 'very-good', 'good', 'fair', 'poor']);
export type Quality = v.InferOutput<typeof Quality>;

/** What a model would take of this machine's memory, with the window that it gets of itself. */
export const ExpectedFit = v.strictObject({
  verdict: v.picklist(['fits', 'tight', 'does-not-fit']),
  neededBytes: Count,
  freeBytes: Count,
});
export type ExpectedFit = v.InferOutput<typeof ExpectedFit>;

/** What an import to one recipe comes to. */
export const ImportOffer = v.strictObject({
  quantization: QuantizationType,
  /** Of the whole file, exactly. */
  sizeBytes: Count,
  bitsPerWeight: v.number(),
  quality: Quality,
  /** Mean Kullback-Leibler divergence from the original, measured on Llama 3 8B; null where none is published. */
  divergence: v.nullable(v.number()),
  /** What the import is expected to take on this machine; null while its speed is not known. */
  seconds: v.nullable(v.number()),
  /** Null where nobody asked for it. */
  fit: v.nullable(ExpectedFit),
});
export type ImportOffer = v.InferOutput<typeof ImportOffer>;

export const Inspection = v.strictObject({
  path: FilePath,
  kind: v.picklist(['checkpoint', 'gguf']),
  family: ModelFamily,
  facts: ModelFacts,
  /** What would stop an import, in the order found. */
  problems: v.array(ErrorReport),
  /** One of each offered recipe; empty for a GGUF whose tensors are quantized already. */
  sizes: v.array(ImportOffer),
  /** Of a GGUF file as it is; null for a checkpoint, and where nobody asked for it. */
  fit: v.nullable(ExpectedFit),
  /** The recipe for this machine's memory and disk; null when none fits or is offered. */
  recommended: v.nullable(QuantizationType),
  /** From `generation_config.json`, or what the GGUF says of it. */
  sampling: Sampling,
  /** Free on the disk that holds Sarvi's models. */
  freeBytes: Count,
});
export type Inspection = v.InferOutput<typeof Inspection>;

/** How a GGUF file comes into the library: copied, or used where it lies. */
export const ImportMode = v.picklist(['copy', 'in-place']);
export type ImportMode = v.InferOutput<typeof ImportMode>;

/**
 * One import. A finished one leaves the list when the app ends. A paused one, by the user or by the end of the app, can go
 * on, and so can a failed one, which then begins anew where nothing of it was kept.
 */
export const ImportJob = v.strictObject({
  id: JobId,
  name: v.string(),
  quantization: v.nullable(QuantizationType),
  state: v.picklist(['running', 'paused', 'finished', 'failed', 'cancelled']),
  /** Conversions take turns: `waiting` is one that another is before. */
  phase: v.picklist(['waiting', 'reading', 'converting', 'copying', 'checking', 'ended']),
  /** Output bytes written, of `bytesTotal`. */
  bytesDone: Count,
  bytesTotal: Count,
  secondsLeft: v.nullable(v.number()),
  /** When finished. */
  modelId: v.nullable(ModelId),
  /** When failed. */
  error: v.nullable(ErrorReport),
});
export type ImportJob = v.InferOutput<typeof ImportJob>;

// --- Conversations --------------------------------------------------------------------------------------------

export const STOP_REASONS = [
  'end-of-generation',
  'stop-string',
  'max-tokens',
  'context-full',
  'stopped',
  'failed',
  // The user has rewritten it.
  'edited',
] as const;
export const StopReason = v.picklist(STOP_REASONS);
export type StopReason = v.InferOutput<typeof StopReason>;

/** A token with the probability that it had once penalties, temperature and limits were applied, 0 to 1. */
const WeighedToken = v.strictObject({ token: Count, text: v.string(), probability: Fraction });

/** One token of an answer, and what else might have come in its place, likeliest first, itself among them. */
export const TokenChoice = v.strictObject({ ...WeighedToken.entries, alternatives: v.array(WeighedToken) });
export type TokenChoice = v.InferOutput<typeof TokenChoice>;

/** How one answer came to be; kept with its message. Times in milliseconds. */
export const GenerationRecord = v.strictObject({
  modelId: ModelId,
  /** Kept by name too, so that it survives the model's removal. */
  modelName: v.string(),
  backend: v.string(),
  sampling: Sampling,
  /** That the model took on; without it, none. */
  adapters: v.optional(v.array(AdapterChoice)),
  /** The seed that was used, given or drawn. */
  seed: Count,
  /** Tokens of the prompt that were evaluated for this answer, and those found in the KV cache. */
  freshTokens: Count,
  cachedTokens: Count,
  generatedTokens: Count,
  timeToFirstTokenMs: v.nullable(v.number()),
  promptMs: v.number(),
  generationMs: v.number(),
  /** Size of the context window, and how much of it was taken when the answer ended. */
  contextTokens: Count,
  contextUsedTokens: Count,
  /** First message that the model saw when the conversation had outgrown the window; null when it saw all. */
  memoryBeginsAt: v.nullable(MessageId),
  /** Messages of which the model saw the end only; without it, none. */
  memoryCutIds: v.optional(v.array(MessageId)),
  /** Tokens that were guessed ahead and checked, and those of them that were right; only with speculation. */
  draft: v.optional(v.strictObject({ checkedTokens: Count, acceptedTokens: Count })),
  /** How many times the answer has gone on after an end; the counts and times are then those of all its runs. */
  continuations: v.optional(Count),
  /** The user has rewritten the answer, so the figures are those of what it was made from. */
  edited: v.optional(v.literal(true)),
  /** Of every token that was chosen, the end of the generation too, when `sampling.alternatives` asks for them. */
  choices: v.optional(v.array(TokenChoice)),
});
export type GenerationRecord = v.InferOutput<typeof GenerationRecord>;

/**
 * A node of a conversation's tree. `streaming` is true while its text still grows; a message that a crash cut off is
 * not streaming and has the stop reason `failed`.
 */
export const Message = v.strictObject({
  id: MessageId,
  conversationId: ConversationId,
  parentId: v.nullable(MessageId),
  role: Role,
  text: v.string(),
  /** Of an answer that has some. */
  asides: v.optional(v.array(Aside)),
  createdAt: TimestampMs,
  streaming: v.boolean(),
  stopReason: v.nullable(StopReason),
  error: v.nullable(ErrorReport),
  generation: v.nullable(GenerationRecord),
});
export type Message = v.InferOutput<typeof Message>;

/** A message on the active branch, with the messages that share its parent: oldest first, containing itself. */
export const BranchMessage = v.strictObject({ ...Message.entries, siblingIds: v.array(MessageId) });
export type BranchMessage = v.InferOutput<typeof BranchMessage>;

export const Conversation = v.strictObject({
  id: ConversationId,
  /** Empty until the first message names it. */
  title: v.string(),
  systemPrompt: v.string(),
  modelId: v.nullable(ModelId),
  /** What the model is called, kept here so that it can be told after the model is removed. */
  modelName: v.nullable(v.string()),
  sampling: Sampling,
  adapters: v.array(AdapterChoice),
  pinned: v.boolean(),
  archived: v.boolean(),
  folderId: v.nullable(FolderId),
  /** The tag that was made first, first. */
  tagIds: v.array(TagId),
  createdAt: TimestampMs,
  /** Of the newest message, or of the creation. */
  updatedAt: TimestampMs,
  /** When it went to the trash; null for one that is not there. */
  deletedAt: v.nullable(TimestampMs),
});
export type Conversation = v.InferOutput<typeof Conversation>;

/** How long the trash keeps a conversation before it is gone for good. */
export const TRASH_DAYS = 30;

/** A message that was removed, and how many were removed with it that followed it. */
export const Removal = v.strictObject({
  id: RemovalId,
  conversationId: ConversationId,
  conversationTitle: v.string(),
  messages: Count,
  /** What the first of them begins with. */
  excerpt: v.string(),
  removedAt: TimestampMs,
});
export type Removal = v.InferOutput<typeof Removal>;

/** Holds conversations; a conversation lies in one folder or in none. Folders do not lie in folders. */
export const Folder = v.strictObject({ id: FolderId, name: v.string() });
export type Folder = v.InferOutput<typeof Folder>;

export const TAG_COLOURS = 8;
/** A word that any number of conversations carry. `colour` counts from 0 and is below `TAG_COLOURS`. */
export const Tag = v.strictObject({
  id: TagId,
  name: v.string(),
  colour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(TAG_COLOURS - 1)),
});
export type Tag = v.InferOutput<typeof Tag>;

/** What is written but not sent; `conversationId` is null for the conversation that is not made yet. */
export const Draft = v.strictObject({ conversationId: v.nullable(ConversationId), text: v.string() });
export type Draft = v.InferOutput<typeof Draft>;

/** A run of messages of one branch, oldest first, and how many lie before and after it. */
export const BranchPage = v.strictObject({
  messages: v.array(BranchMessage),
  earlierCount: Count,
  laterCount: Count,
});
export type BranchPage = v.InferOutput<typeof BranchPage>;

/**
 * A part of one branch of a conversation, oldest first: the open branch, unless another was asked for. `leafId` names
 * the branch to `conversations.page`; null in a conversation without messages.
 */
export const OpenConversation = v.strictObject({
  conversation: Conversation,
  leafId: v.nullable(MessageId),
  branch: v.array(BranchMessage),
  earlierCount: Count,
  laterCount: Count,
});
export type OpenConversation = v.InferOutput<typeof OpenConversation>;

/** One hit: a message, or the title of a conversation (`messageId` null). */
export const SearchHit = v.strictObject({
  conversationId: ConversationId,
  conversationTitle: v.string(),
  messageId: v.nullable(MessageId),
  role: v.nullable(Role),
  /** A passage in order; the marked parts are the words that were found. */
  snippet: v.array(v.strictObject({ text: v.string(), marked: v.boolean() })),
  /** Larger is better; comparable within one result only. */
  score: v.number(),
  createdAt: TimestampMs,
});
export type SearchHit = v.InferOutput<typeof SearchHit>;

// --- Engine and settings --------------------------------------------------------------------------------------

export const EngineStatus = v.strictObject({
  state: v.picklist(['stopped', 'starting', 'loading', 'ready', 'generating']),
  modelId: v.nullable(ModelId),
  /** `CPU`, `CUDA`, `Vulkan` or `Metal`; null while nothing is loaded. */
  backend: v.nullable(v.string()),
  loadFraction: v.nullable(Fraction),
  contextTokens: v.nullable(Count),
  /** Models that are in memory beside this one. */
  besideIds: v.array(ModelId),
});
export type EngineStatus = v.InferOutput<typeof EngineStatus>;

/** Nothing runs and nothing is loaded. */
export const STOPPED_ENGINE: EngineStatus = {
  state: 'stopped',
  modelId: null,
  backend: null,
  loadFraction: null,
  contextTokens: null,
  besideIds: [],
};

/** Below the least a chat is of no use; the most is eight times what any Llama model was trained with. */
export const LEAST_CONTEXT_TOKENS = 512;
export const MOST_CONTEXT_TOKENS = 1_048_576;
export const ContextTokens = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(LEAST_CONTEXT_TOKENS),
  v.maxValue(MOST_CONTEXT_TOKENS),
);
/** Poro 2's window; a longer one costs memory that a laptop may not have. A model's own may be smaller. */
export const DEFAULT_CONTEXT_TOKENS = 8192;

/** What the KV cache keeps of a number: 16 bits, or 8 with a scale for each 32, which takes about half the memory. */
export const KV_CACHE_TYPES = ['f16', 'q8_0'] as const;
export const KvCacheType = v.picklist(KV_CACHE_TYPES);
export type KvCacheType = (typeof KV_CACHE_TYPES)[number];

/** Kept KV caches take at most this, and at most 5 % of the free space. */
export const DEFAULT_STATE_BUDGET_BYTES = 10e9;

/** More would each be too slow to read along with. */
export const MOST_PARALLEL_ANSWERS = 4;

/** Nothing; what the conversation has said before; or a smaller model. */
export const SPECULATIONS = ['off', 'prompt-lookup', 'draft'] as const;

/** A week. */
export const MOST_IDLE_MINUTES = 10_080;

const PresetId = Id;
export type PresetId = string;
export const MOST_PRESETS = 200;
export const MOST_PRESET_NAME_LENGTH = 100;

/** A system prompt and a way of sampling under a name, to begin conversations with. */
export const Preset = v.strictObject({
  id: PresetId,
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(MOST_PRESET_NAME_LENGTH)),
  systemPrompt: v.pipe(v.string(), v.maxLength(100_000)),
  sampling: Sampling,
});
export type Preset = v.InferOutput<typeof Preset>;

/** On any system: `/home/x`, `C:\x`, `\\server\x`. */
export const ABSOLUTE_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

export const TEXT_SIZES = [90, 100, 110, 125, 150, 175, 200] as const;

export const Settings = v.strictObject({
  language: v.picklist(['system', 'fi', 'en']),
  /** `contrast` is light or dark as the system wishes, with nothing faint in it. */
  theme: v.picklist(['system', 'light', 'dark', 'contrast']),
  /** In percent of the system's. */
  textSize: v.picklist(TEXT_SIZES),
  defaultModelId: v.nullable(ModelId),
  sampling: Sampling,
  systemPrompt: v.pipe(v.string(), v.maxLength(100_000)),
  welcomeDone: v.boolean(),
  /** Context window of each model that is not to have the default one. */
  contextTokens: v.record(ModelId, ContextTokens),
  kvCacheType: KvCacheType,
  /** Disk space for kept KV caches; 0 keeps none, null is `DEFAULT_STATE_BUDGET_BYTES` or a share of the free space. */
  stateBudgetBytes: v.nullable(Count),
  /** What to compute with. */
  backend: v.picklist(BACKEND_CHOICES),
  /** How long a model stays in memory when nothing is asked of it; null keeps it. */
  idleUnloadMinutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_IDLE_MINUTES))),
  /** Answers that one model may write at a time, where the memory has room for their windows. */
  parallelAnswers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PARALLEL_ANSWERS)),
  /** What guesses tokens ahead of the model, which then only checks them. */
  speculation: v.picklist(SPECULATIONS),
  /** For the speculation `draft`: a small model with the vocabulary of the large ones. */
  draftModelId: v.nullable(ModelId),
  /** Tells today's date to chat templates that take one (`date_string`); else they write what they were made with. */
  todaysDate: v.boolean(),
  /** Whether the history is backed up every day. */
  backups: v.boolean(),
  /** Where backups go; null is `history/backups` in the data folder. */
  backupFolder: v.nullable(v.pipe(FilePath, v.regex(ABSOLUTE_PATH, 'this is no absolute path'))),
  shortcuts: ShortcutKeys,
  presets: v.pipe(v.array(Preset), v.maxLength(MOST_PRESETS)),
  /** The preset that new conversations with a model begin with. */
  modelPresets: v.record(ModelId, PresetId),
  /** Licences of models whose terms the user has accepted. */
  acceptedLicences: v.array(LlamaLicence),
});
export type Settings = v.InferOutput<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  language: 'system',
  theme: 'system',
  textSize: 100,
  defaultModelId: null,
  sampling: {},
  systemPrompt: '',
  welcomeDone: false,
  contextTokens: {},
  kvCacheType: 'f16',
  stateBudgetBytes: null,
  backend: 'auto',
  idleUnloadMinutes: null,
  parallelAnswers: 2,
  speculation: 'off',
  draftModelId: null,
  todaysDate: false,
  backups: true,
  backupFolder: null,
  shortcuts: {},
  presets: [],
  modelPresets: {},
  acceptedLicences: [],
};
