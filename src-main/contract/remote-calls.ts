/** Adding, testing and removing remote engines. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { Conversation } from './conversations.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { REMOTE_ERRORS } from './errors.ts';
import { ConversationId, ModelId } from './primitives.ts';
import { ListedRemote, RemoteEngine, RemoteFinding, RemoteHost, RemoteId, RemoteKey } from './remotes.ts';

const PROBE_ERRORS = codesOf(REMOTE_ERRORS, FILE_ERRORS, ['cancelled']);

const connection = {
  /** As the user writes it: `gpu.example.fi`, `http://localhost:8000/v1`. */
  address: RemoteEngine.entries.address,
  caPath: RemoteEngine.entries.caPath,
  usesProxy: RemoteEngine.entries.usesProxy,
  /** Null is no key; without it, the kept key of `remoteId`. */
  key: v.optional(v.nullable(RemoteKey)),
  /** The user knows that everybody on the way can read an address that begins with `http:`. */
  allowsPlain: v.optional(v.boolean(), false),
  remoteId: v.optional(RemoteId),
};

/** Everything that is configured, with where new keys are kept in this shell. */
export const listRemotes = call('remotes.list', {
  input: v.strictObject({}),
  output: v.strictObject({ engines: v.array(ListedRemote), newKeys: v.picklist(['system', 'session']) }),
});

/** Asks an address what answers there. Sends no text of the user. */
export const testRemote = call('remotes.test', {
  input: v.strictObject(connection),
  output: v.strictObject({ ...RemoteFinding.entries, host: RemoteHost }),
  errors: PROBE_ERRORS,
});

/** Keeps a new engine, or with `remoteId` a changed one, after a test of its address. */
export const saveRemote = call('remotes.save', {
  input: v.strictObject({
    ...connection,
    name: RemoteEngine.entries.name,
    contextTokens: RemoteEngine.entries.contextTokens,
  }),
  output: ListedRemote,
  errors: codesOf(PROBE_ERRORS, ['data-folder-gone']),
});

/** Removes an engine and its key; conversations that used it stay. */
export const removeRemote = call('remotes.remove', {
  input: v.strictObject({ remoteId: RemoteId }),
  output: v.null(),
  errors: codesOf(FILE_ERRORS, ['remote-unknown', 'data-folder-gone']),
});

/**
 * The user lets the server of a remote model read a conversation. `chat.send` refuses with `remote-not-allowed` before.
 */
export const allowRemote = call('remotes.allow', {
  input: v.strictObject({ conversationId: ConversationId, modelId: ModelId }),
  output: Conversation,
  errors: codesOf(HISTORY_ERRORS, ['remote-unknown', 'conversation-unknown', 'data-folder-gone']),
});

export const remotesChanged = event('remotes.changed', v.array(ListedRemote));
