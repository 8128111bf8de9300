/** What the user has set, with the defaults. */
import * as v from 'valibot';
import { BACKEND_CHOICES } from './backends.ts';
import { ContextTokens, KvCacheType } from './context-window.ts';
import { LlamaLicence } from './licences.ts';
import { MOST_PRESETS, Preset } from './presets.ts';
import { ABSOLUTE_PATH, Count, FilePath, ModelId, PresetId } from './primitives.ts';
import { Sampling } from './sampling.ts';
import { ShortcutKeys } from './shortcuts.ts';

/** Kept KV caches take at most this, and at most 5 % of the free space. */
export const DEFAULT_STATE_BUDGET_BYTES = 10e9;

/** More would each be too slow to read along with. */
export const MOST_PARALLEL_ANSWERS = 4;

/** Nothing; what the conversation has said before; or a smaller model. */
export const SPECULATIONS = ['off', 'prompt-lookup', 'draft'] as const;

/** A week. */
export const MOST_IDLE_MINUTES = 10_080;

export const TEXT_SIZES = [90, 100, 110, 125, 150, 175, 200] as const;

const FolderPath = v.pipe(FilePath, v.regex(ABSOLUTE_PATH, 'this is no absolute path'));

export const Settings = v.strictObject({
  language: v.picklist(['system', 'fi', 'en']),
  /** `contrast` is light or dark as the system is set, with nothing faint in it. */
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
  backupFolder: v.nullable(FolderPath),
  /** Where a model or adapter was picked last; null begins where the system would. */
  importFolder: v.nullable(FolderPath),
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
  importFolder: null,
  shortcuts: {},
  presets: [],
  modelPresets: {},
  acceptedLicences: [],
};
