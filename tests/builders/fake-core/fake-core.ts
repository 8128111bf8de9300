/** What a fake core begins with, and the parts of it that answer calls. */
import type { ApiStatus } from '#contract/api';
import type { Adapter } from '#contract/adapters';
import type { Backup } from '#contract/backup-calls';
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from '#contract/contract';
import type { CudaStatus } from '#contract/cuda-calls';
import type { Conversation } from '#contract/conversations';
import type { ModelFit } from '#contract/engine';
import type { ErrorReport } from '#contract/errors';
import type { Folder, Tag } from '#contract/folders';
import type { ImportJob, Inspection } from '#contract/imports';
import type { Message } from '#contract/messages';
import type { Model } from '#contract/models';
import type { ListedRemote } from '#contract/remotes';
import type { PerplexityResult } from '#contract/perplexities';
import type { QuickStatus } from '#contract/quick-calls';
import type { Settings } from '#contract/settings';
import type { UpdateStatus } from '#contract/update-calls';

export interface FakeCore {
  readonly models?: readonly Model[];
  readonly adapters?: readonly Adapter[];
  readonly backups?: readonly Backup[];
  readonly imports?: readonly ImportJob[];
  readonly conversations?: readonly Conversation[];
  readonly conversationFolders?: readonly (Pick<Folder, 'id' | 'name'> & Partial<Folder>)[];
  readonly tags?: readonly Tag[];
  readonly messages?: readonly Message[];
  readonly settings?: Partial<Settings>;
  /** With these a key was made. */
  readonly programs?: Pick<ApiStatus, 'requests' | 'log'>;
  /** Without it there are no updates from within the app. */
  readonly updates?: UpdateStatus;
  /** What a check finds. */
  readonly updateFound?: UpdateStatus['offer'];
  /** Without it there is no quick window. */
  readonly quick?: QuickStatus;
  /** What is on the clipboard; null for no text. */
  readonly clipboard?: string | null;
  readonly remotes?: readonly ListedRemote[];
  readonly cuda?: CudaStatus;
  /** What was measured of the models. */
  readonly perplexities?: readonly PerplexityResult[];
  readonly description?: Partial<CallOutput<'app.describe'>>;
  /** What `models.inspect` finds, by path; others are `path-missing`. */
  readonly inspections?: Readonly<Record<string, Inspection>>;
  /** What `app.listFolder` lists, by path; the first is the home. */
  readonly folders?: readonly CallOutput<'app.listFolder'>[];
  readonly answer?: (question: string) => string;
  /** Why an answer fails before it begins; null for one that does not. */
  readonly failure?: (question: string) => ErrorReport | null;
  /** The memory of a model, by id; other models fit. */
  readonly fits?: Readonly<Record<string, Partial<ModelFit>>>;
  /** Pause between two pieces of an answer, and between two steps of an import. */
  readonly stepMs?: number;
  /** For seeds that only another version of the core could have written: answers and events are not checked. */
  readonly isOfOtherVersion?: boolean;
  /** The path of a dropped file, for a shell that can tell it. */
  readonly droppedPath?: string;
  /** Handlers of what only few tests need, in place of those that are there. */
  readonly more?: (handlers: FakeHandlers) => FakeHandlers;
}

/** Handlers of one part; the core's own entrance checks the inputs before they come here. */
export type FakeHandlers = { [Name in CallName]?: (input: CallInput<Name>) => CallOutput<Name> };

export type Emit = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

/** What the parts share: events, new ids, and the pace of work that takes time. */
export class FakeClock {
  readonly emit: Emit;
  readonly #stepMs: number;
  #number = 0;

  constructor(emit: Emit, stepMs: number | undefined) {
    this.emit = emit;
    this.#stepMs = stepMs ?? 1;
  }

  id(prefix: string): string {
    this.#number += 1;
    return `${prefix}-new-${this.#number}`;
  }

  step(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#stepMs));
  }
}
