/** The messages between the main thread and the search thread. */
import type { Result } from '#contract/contract';
import type { RequestInput, RequestOutput } from '../protocol.ts';

/** The data that the thread is started with (`workerData`). */
export interface SearchWorkerStart {
  /** Path of the database, which exists and has the present schema. */
  readonly searchIn: string;
}

export type ToSearchWorker =
  | {
      readonly kind: 'search';
      readonly id: number;
      readonly input: RequestInput<'search'>;
      /** Becomes 1 when the search is cancelled. Shared memory, because a searching thread reads no messages. */
      readonly givenUp: Int32Array<SharedArrayBuffer>;
    }
  | { readonly kind: 'close' };

export type FromSearchWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<RequestOutput<'search'>> }
  /** The database cannot be read here; the thread that owns it reports why. */
  | { readonly kind: 'unable'; readonly id: number };
