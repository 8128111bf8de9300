import type { CallInput, CallOutput, Result } from '#contract/contract';

export type PassageCall = 'passages.open' | 'passages.find' | 'passages.parts';

/** What a worker is started with that looks for passages. */
export interface PassageWorkerStart {
  readonly passages: true;
}

export interface ToPassageWorker {
  readonly id: number;
  readonly name: PassageCall;
  readonly input: CallInput<PassageCall>;
}

export interface FromPassageWorker {
  readonly id: number;
  readonly result: Result<CallOutput<PassageCall>>;
}
