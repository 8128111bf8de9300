/** What the main thread and the thread that searches say to each other. */
import type { Result } from '#contract/contract';
import type { RequestInput, RequestOutput } from '../protocol.ts';

/** What the thread is started with (`workerData`). */
export interface SearchWorkerStart {
  /** Path of the database, which is there and has the present schema. */
  readonly searchIn: string;
}

export type ToSearchWorker =
  | {
      readonly kind: 'search';
      readonly id: number;
      readonly input: RequestInput<'search'>;
      /** Becomes 1 when nobody waits any more. Shared, since a thread that is searching reads no messages. */
      readonly givenUp: Int32Array<SharedArrayBuffer>;
    }
  | { readonly kind: 'close' };

export type FromSearchWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<RequestOutput<'search'>> }
  /** The database cannot be read from here: the thread that owns it is to say why. */
  | { readonly kind: 'unable'; readonly id: number };
