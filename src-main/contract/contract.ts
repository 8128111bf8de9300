/**
 * The whole contract: every call and event by name. The preload, the WebSocket client and the dispatcher of the core
 * are derived from these two objects; no name is typed twice.
 */
import type * as v from 'valibot';
import * as adapterCalls from './adapter-calls.ts';
import * as apiCalls from './api-calls.ts';
import * as appCalls from './app-calls.ts';
import * as backupCalls from './backup-calls.ts';
import { isCall, isEvent, type AnyCall, type AnyEvent, type COMMON_ERRORS } from './call.ts';
import * as bookmarkCalls from './bookmark-calls.ts';
import * as chatCalls from './chat-calls.ts';
import * as comparisonCalls from './comparison-calls.ts';
import * as cudaCalls from './cuda-calls.ts';
import * as datasetCalls from './dataset-calls.ts';
import * as documentCalls from './document-calls.ts';
import * as engineCalls from './engine-calls.ts';
import type { ErrorCode, ErrorReport } from './errors.ts';
import * as evaluationCalls from './evaluation-calls.ts';
import * as lineageCalls from './lineage-calls.ts';
import * as findingCalls from './finding-calls.ts';
import * as grammarCalls from './grammar-calls.ts';
import * as historyCalls from './history-calls.ts';
import * as historyFolderCalls from './history-folder-calls.ts';
import * as messageCalls from './message-calls.ts';
import * as modelCalls from './model-calls.ts';
import * as modelPlaceCalls from './model-place-calls.ts';
import * as passageCalls from './passage-calls.ts';
import * as perplexityCalls from './perplexity-calls.ts';
import * as privacyCalls from './privacy-calls.ts';
import * as promptCalls from './prompt-calls.ts';
import * as promptLibraryCalls from './prompt-library-calls.ts';
import * as quickCalls from './quick-calls.ts';
import * as remoteCalls from './remote-calls.ts';
import * as repeatCalls from './repeat-calls.ts';
import * as scoringCalls from './scoring-calls.ts';
import * as searchCalls from './search-calls.ts';
import * as temporaryCalls from './temporary-calls.ts';
import * as transferCalls from './transfer-calls.ts';
import * as updateCalls from './update-calls.ts';
import * as voteCalls from './vote-calls.ts';

const declared = {
  ...apiCalls,
  ...appCalls,
  ...adapterCalls,
  ...backupCalls,
  ...bookmarkCalls,
  ...temporaryCalls,
  ...findingCalls,
  ...documentCalls,
  ...passageCalls,
  ...modelCalls,
  ...modelPlaceCalls,
  ...chatCalls,
  ...messageCalls,
  ...engineCalls,
  ...historyCalls,
  ...historyFolderCalls,
  ...privacyCalls,
  ...perplexityCalls,
  ...quickCalls,
  ...remoteCalls,
  ...scoringCalls,
  ...searchCalls,
  ...transferCalls,
  ...updateCalls,
  ...comparisonCalls,
  ...voteCalls,
  ...promptCalls,
  ...promptLibraryCalls,
  ...cudaCalls,
  ...repeatCalls,
  ...grammarCalls,
  ...datasetCalls,
  ...evaluationCalls,
  ...lineageCalls,
};

type Declared = (typeof declared)[keyof typeof declared];
type DeclaredCall = Extract<Declared, AnyCall>;
type DeclaredEvent = Extract<Declared, AnyEvent>;

export type CallName = DeclaredCall['name'];
export type EventName = DeclaredEvent['name'];
type CallOf<Name extends CallName> = Extract<DeclaredCall, { name: Name }>;
type EventOf<Name extends EventName> = Extract<DeclaredEvent, { name: Name }>;

/** A caller's input, before defaults are filled in. */
export type CallInput<Name extends CallName> = v.InferInput<CallOf<Name>['input']>;
/** A handler's input, after validation and with defaults. */
export type HandlerInput<Name extends CallName> = v.InferOutput<CallOf<Name>['input']>;
export type CallOutput<Name extends CallName> = v.InferOutput<CallOf<Name>['output']>;
export type EventPayload<Name extends EventName> = v.InferOutput<EventOf<Name>['payload']>;

/** One handler for each call. */
export type Handlers<Name extends CallName = CallName> = {
  readonly [One in Name]: (input: HandlerInput<One>) => Promise<CallOutput<One>>;
};

/** The form of every answer at a process border; Electron would keep only an error's message. */
export type Result<Value, Code extends ErrorCode = ErrorCode> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorReport<Code> };

/** The error codes of a call. */
export type CallError<Name extends CallName> = CallOf<Name>['errors'][number] | (typeof COMMON_ERRORS)[number];
export type CallResult<Name extends CallName> = Result<CallOutput<Name>, CallError<Name>>;

const all: readonly unknown[] = Object.values(declared);

export const calls: ReadonlyMap<CallName, AnyCall> = new Map(
  all.filter(isCall).map((item) => [item.name as CallName, item]),
);
export const events: ReadonlyMap<EventName, AnyEvent> = new Map(
  all.filter(isEvent).map((item) => [item.name as EventName, item]),
);

/**
 * The renderer's access to the core. `call` never throws for a failure of the core: it answers with a `Result`.
 * `listen` returns a function that ends the subscription.
 */
export interface Bridge {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>>;
  listen<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
  /** Absolute path of a dropped file; null where the shell cannot know it. */
  pathOfFile(file: unknown): string | null;
}
