/** The user's settings, with defaults. */
import * as v from 'valibot';
import { ApiOrigin, ApiPort, DEFAULT_API_PORT, MOST_ORIGINS } from './api.ts';
import { BACKEND_CHOICES } from './backends.ts';
import { ContextTokens, KvCacheType } from './context-window.ts';
import { LlamaLicence } from './licences.ts';
import { MOST_PRESETS, Preset } from './presets.ts';
import { ABSOLUTE_PATH, Count, FilePath, ModelId, PresetId } from './primitives.ts';
import { RemoteEngine, RemoteId } from './remotes.ts';
import { Sampling } from './sampling.ts';
import { Keys, ShortcutKeys } from './shortcuts.ts';

/** Kept KV states take at most this, and at most 5 % of the free space. */
export const DEFAULT_STATE_BUDGET_BYTES = 10e9;

/** With more, each would be too slow to read along. */
export const MOST_PARALLEL_ANSWERS = 4;

/** Off, repetitions of the conversation, or a smaller model. */
export const SPECULATIONS = ['off', 'prompt-lookup', 'draft'] as const;

/** A week. */
export const MOST_IDLE_MINUTES = 10_080;

export const TEXT_SIZES = [90, 100, 110, 125, 150, 175, 200] as const;

const FolderPath = v.pipe(FilePath, v.regex(ABSOLUTE_PATH, 'this is no absolute path'));

export const Settings = v.strictObject({
  language: v.picklist(['system', 'fi', 'en']),
  /** `contrast` is light or dark like the system, without faint colours. */
  theme: v.picklist(['system', 'light', 'dark', 'contrast']),
  /** In percent of the system's text size. */
  textSize: v.picklist(TEXT_SIZES),
  defaultModelId: v.nullable(ModelId),
  sampling: Sampling,
  systemPrompt: v.pipe(v.string(), v.maxLength(100_000)),
  welcomeDone: v.boolean(),
  /** The context window of each model that does not use the default. */
  contextTokens: v.record(ModelId, ContextTokens),
  kvCacheType: KvCacheType,
  /** Disk space for kept KV states; 0 keeps none, null is `DEFAULT_STATE_BUDGET_BYTES` or a share of the free space. */
  stateBudgetBytes: v.nullable(Count),
  /** The backend. */
  backend: v.picklist(BACKEND_CHOICES),
  /** Idle time after which a model is unloaded; null keeps it. */
  idleUnloadMinutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_IDLE_MINUTES))),
  /** Answers that one model may write at a time, if memory has room for their windows. */
  parallelAnswers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PARALLEL_ANSWERS)),
  /** What guesses the next tokens, which the model then only checks. */
  speculation: v.picklist(SPECULATIONS),
  /** The model for the speculation `draft`: a small one with the vocabulary of the large ones. */
  draftModelId: v.nullable(ModelId),
  /** Gives today's date to chat templates that take one (`date_string`); otherwise they use their own. */
  todaysDate: v.boolean(),
  /** Whether a backup is made every day. */
  backups: v.boolean(),
  /** The folder of backups; null is `history/backups` in the data folder. */
  backupFolder: v.nullable(FolderPath),
  /** The folder in which a model or adapter was last chosen; null uses the system's. */
  importFolder: v.nullable(FolderPath),
  /** Whether the sidebar lists the pages for research, and not only a button for them. */
  researchShown: v.boolean(),
  shortcuts: ShortcutKeys,
  presets: v.pipe(v.array(Preset), v.maxLength(MOST_PRESETS)),
  /** The presets of new conversations, by model. */
  modelPresets: v.record(ModelId, PresetId),
  /** Licences of models that the user has accepted. */
  acceptedLicences: v.array(LlamaLicence),
  /** Whether Sarvi asks for updates at each start and once a day; nothing is downloaded by that. */
  checksForUpdates: v.boolean(),
  /** Whether other programs of this computer may use the models while Sarvi runs. */
  apiOn: v.boolean(),
  apiPort: ApiPort,
  /** Web pages that may use the API; every other one is refused. */
  apiOrigins: v.pipe(v.array(ApiOrigin), v.maxLength(MOST_ORIGINS)),
  /** Whether what other programs say to the models becomes conversations of the history. */
  apiKeepsConversations: v.boolean(),
  /** Whether `quickKeys` open the quick window from any program; in the desktop app. */
  quickOn: v.boolean(),
  quickKeys: Keys,
  /** Whether the quick window shows the clipboard's text when it opens, so that it can be taken along with one press. */
  quickOffersClipboard: v.boolean(),
  /** Whether there is an icon in the system's tray, with which Sarvi runs on without a window. */
  trayOn: v.boolean(),
  /** Servers elsewhere that run models; only the calls about them change this. */
  remoteEngines: v.record(RemoteId, RemoteEngine),
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
  researchShown: false,
  shortcuts: {},
  presets: [],
  modelPresets: {},
  acceptedLicences: [],
  checksForUpdates: false,
  apiOn: false,
  apiPort: DEFAULT_API_PORT,
  apiOrigins: [],
  apiKeepsConversations: false,
  quickOn: false,
  quickKeys: '',
  quickOffersClipboard: false,
  trayOn: false,
  remoteEngines: {},
};
