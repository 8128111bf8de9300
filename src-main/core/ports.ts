/**
 * What a shell supplies to the core: folders, starting of processes, settings and log. The core reaches the operating
 * system only through these.
 */
import type { CallInput } from '#contract/contract';
import type { ConversationId } from '#contract/primitives';
import type { QuickStatus } from '#contract/quick-calls';
import type { KeyPlace } from '#contract/remotes';
import type { Settings } from '#contract/settings';
import type { UpdateStatus } from '#contract/update-calls';

export interface Folders {
  /** Everything that Sarvi keeps: history, models, settings. Exists and is writable. */
  readonly data: string;
  /** Read-only files that come with the app; holds `guide-model/`. */
  readonly resources: string;
}

/** Entry files of processes and threads; Node runs them built or as source. */
export interface Entries {
  readonly engine: string;
  readonly convert: string;
  readonly convertWorker: string;
  readonly tokenizer: string;
  readonly scoring: string;
  readonly history: string;
  readonly language: string;
  readonly verdict: string;
  readonly document: string;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of the process's error output, for the log and for error messages. */
  readonly errorTail: string;
}

/** A process that speaks structured-clone messages. After `onExit` fires nothing else does. */
export interface Child {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (exit: ChildExit) => void): void;
  /** Kills the process at once (SIGKILL). */
  kill(): void;
  readonly processId: number | undefined;
}

export interface ChildOptions {
  /** The name in the system's process list, where supported. */
  readonly title: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export interface SettingsStore {
  /** `config.json`; without it, the one in the data folder. */
  readonly path?: string;
  get(): Settings;
  /**
   * Changes these settings and keeps the others, also those that another process has set. @throws SarviError
   * `write-failed`, `disk-full`
   */
  change(change: Partial<Settings>): void;
  /** Reads what another process has set. @returns whether anything changed */
  refresh?(): boolean;
}

export interface Log {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

export interface KeptKey {
  readonly key: string;
  /** The scheme, host and port that it was given for. */
  readonly origin: string;
  readonly place: Exclude<KeyPlace, 'none'>;
}

/** Keys of remote engines, by the engine's id and its origin. They are in no settings, logs or exports. */
export interface KeyStore {
  /** Where a new key would be kept now. */
  newKeys(): Promise<'system' | 'session'>;
  /** The environment variable that may have a key instead: another one for each origin, as a key belongs to one. */
  variableOf(name: string, origin: string): string;
  /** Null also for a key that was given for another origin. */
  get(name: string, origin: string): Promise<KeptKey | null>;
  /** @throws SarviError `write-failed`, `disk-full` */
  set(name: string, kept: Pick<KeptKey, 'key' | 'origin'>): Promise<void>;
  remove(name: string): Promise<void>;
  clear(): Promise<void>;
}

/** The system's dialogs, in the desktop shell only. */
export interface Dialogs {
  choosePath(kind: CallInput<'app.choosePath'>['kind']): Promise<string | null>;
  chooseNewPath(suggestedName: string): Promise<string | null>;
  /** Shows a folder in the system's file manager. */
  openFolder(path: string): Promise<void>;
}

/** How the program was installed, and what an update replaces; null where that is the system's affair. */
export interface Program {
  readonly kind: UpdateStatus['programKind'];
  readonly path: string | null;
}

export interface UpdateFile {
  readonly version: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Of the signed feed; the file was found to have it a moment ago. */
  readonly sha256: string;
}

/** Updates of the desktop app, where it was built with a feed and its key. */
export interface Updater {
  readonly source: UpdateSource;
  readonly program: Program;
  readonly arch: string;
  /**
   * Prepares the update, then has the app end as when it is quit, and after that the new version start: by the
   * installer `update.path`, or by the program itself where the core has replaced its file.
   *
   * @throws SarviError `update-failed` when it cannot be prepared; the app then runs on
   */
  finish(update: UpdateFile): Promise<void>;
  showFile(path: string): void;
}

/** Where updates come from. The release workflow sets both when it builds the app, and nothing changes them later. */
export interface UpdateSource {
  /** `https:`; on this computer also `http:`, which tests use. */
  readonly feedUrl: string;
  /** Ed25519, as base64 of its SubjectPublicKeyInfo. */
  readonly publicKey: string;
}

/** The quick window, in the desktop shell. */
export interface QuickWindowPort {
  readonly status: QuickStatus;
  onChange(listener: (status: QuickStatus) => void): void;
  show(): void;
  hide(): void;
  /** The clipboard's text, empty without any, and null while the user is in another window. */
  readClipboard(): Promise<string | null>;
  /** Shows a conversation in the main window. */
  showConversation(conversationId: ConversationId): void;
}

export interface Ports {
  readonly shell: 'desktop' | 'web' | 'cli';
  readonly version: string;
  readonly platform: string;
  /** BCP 47 tag, like `fi-FI`. */
  readonly systemLocale: string;
  readonly folders: Folders;
  readonly entries: Entries;
  readonly settings: SettingsStore;
  readonly log: Log;
  readonly dialogs: Dialogs | null;
  /** The printed form of the window's page, as PDF; only in the desktop shell. */
  readonly printPage?: () => Promise<Uint8Array>;
  /** Takes the model file that the system has opened the app with; only in the desktop shell. */
  readonly takeOpenedFile?: () => string | null;
  /** The file of the running program; only in a package. */
  readonly programFile?: string;
  /** Missing where there are no updates from within the app. */
  readonly updater?: Updater;
  /** Missing where there is no quick window. */
  readonly quick?: QuickWindowPort;
  readonly keys: KeyStore;
  /** The proxy of the system's settings for an address, as environment variables name it; null without one. */
  readonly proxyFor: (url: string) => Promise<Readonly<Record<string, string>> | null>;
  readonly now: () => number;
  /** Calls `listener` each time the computer has woken, with how long it slept. @returns ends the listening */
  onResume(listener: (sleptMs: number) => void): () => void;
  spawn(entryPath: string, options: ChildOptions): Child;
}
