import { randomUUID } from 'node:crypto';
import type { ApiLogLine, ApiRequest } from '#contract/api';
import type { LiveFigures } from '../generation/generation-sink.ts';
import type { Log } from '../ports.ts';

/** Enough to see what an afternoon of an editor's completions was like. */
const MOST_LINES = 200;
const TELL_MS = 300;

interface Kept {
  request: ApiRequest;
  readonly abort: AbortController;
}

/** One request from its coming to its end. */
export interface Ticket {
  readonly id: string;
  /** Aborted when the user stops the request. */
  readonly signal: AbortSignal;
  named(modelName: string): void;
  reading(promptTokens: number): void;
  writing(figures: Pick<LiveFigures, 'generatedTokens' | 'tokensPerSecond'>): void;
  end(status: number, error: string | null): void;
}

/** The requests that are being answered, and the last ones that were: counts and names, no words. */
export class RequestList {
  readonly #running = new Map<string, Kept>();
  readonly #log: ApiLogLine[] = [];
  readonly #file: Pick<Log, 'info'>;
  readonly #now: () => number;
  readonly #onChange: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: { log: Pick<Log, 'info'>; now: () => number; onChange: () => void }) {
    this.#file = parts.log;
    this.#now = parts.now;
    this.#onChange = parts.onChange;
  }

  get requests(): ApiRequest[] {
    return [...this.#running.values()].map(({ request }) => request);
  }

  get log(): ApiLogLine[] {
    return [...this.#log];
  }

  begin(client: string, endpoint: string): Ticket {
    const id = randomUUID();
    const startedAt = this.#now();
    const abort = new AbortController();
    const counts = { promptTokens: 0, generatedTokens: 0 };
    const request: ApiRequest = {
      ...{ id, client, endpoint, modelName: '', startedAt, ...counts },
      state: 'waiting',
      tokensPerSecond: null,
    };
    const begun = performance.now();
    this.#running.set(id, { request, abort });
    this.#tell();
    const change = (change: Partial<ApiRequest>): void => {
      const kept = this.#running.get(id);
      if (!kept) return;
      kept.request = { ...kept.request, ...change };
      this.#tell();
    };
    let before = 0;
    return {
      id,
      signal: abort.signal,
      named: (modelName) => change({ modelName }),
      reading: (promptTokens) => {
        before = this.#running.get(id)?.request.generatedTokens ?? 0;
        change({ promptTokens, state: 'reading' });
      },
      writing: ({ generatedTokens, tokensPerSecond }) =>
        change({ generatedTokens: before + generatedTokens, tokensPerSecond, state: 'writing' }),
      end: (status, error) => {
        const kept = this.#running.get(id);
        if (!kept) return;
        this.#running.delete(id);
        const { state: _state, tokensPerSecond: _speed, ...figures } = kept.request;
        const line: ApiLogLine = { ...figures, durationMs: performance.now() - begun, status, error };
        this.#log.unshift(line);
        this.#log.length = Math.min(this.#log.length, MOST_LINES);
        const { id: _id, startedAt: _at, ...facts } = line;
        this.#file.info('a program asked', facts);
        this.#tell();
      },
    };
  }

  stop(id: string): void {
    this.#running.get(id)?.abort.abort();
  }

  stopAll(): void {
    for (const { abort } of this.#running.values()) abort.abort();
  }

  forget(): void {
    this.#log.length = 0;
  }

  #tell(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#onChange();
    }, TELL_MS);
    this.#timer.unref();
  }
}
