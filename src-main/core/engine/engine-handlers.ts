import type { Handlers } from '#contract/contract';
import type { Backends } from './backends/backends.ts';
import type { Engine } from './engine.ts';

type EngineCall = Extract<keyof Handlers, `engine.${string}`>;

/** Handlers of the calls about the engine. */
export function engineHandlers(engine: Pick<Engine, 'status'>, backends: Backends): Handlers<EngineCall> {
  return {
    'engine.status': () => Promise.resolve(engine.status),
    'engine.backends': () => backends.list(),
    'engine.retryBackend': async ({ backend }) => {
      await backends.retry(backend);
      return backends.list();
    },
  };
}
