/** Watching and controlling the local API. It is switched on by the settings. */
import * as v from 'valibot';
import { ApiStatus } from './api.ts';
import { call, event } from './call.ts';
import { JobId } from './primitives.ts';

export const describeApi = call('api.status', { input: v.strictObject({}), output: ApiStatus });

/** Makes a new key, which is shown this once; the one before ends. */
export const renewApiKey = call('api.renewKey', {
  input: v.strictObject({}),
  output: v.strictObject({ key: v.string() }),
  errors: ['write-failed', 'disk-full', 'path-unreadable', 'path-missing', 'checkpoint-changed'],
});

/** Stops a request; without effect when it has ended. */
export const stopApiRequest = call('api.stop', { input: v.strictObject({ requestId: JobId }), output: v.null() });

/** At most a few times a second. */
export const apiChanged = event('api.changed', ApiStatus);
