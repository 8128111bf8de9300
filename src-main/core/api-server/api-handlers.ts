import type { Handlers } from '#contract/contract';
import type { ApiServer } from './api-server.ts';

type ApiCall = Extract<keyof Handlers, `api.${string}`>;

/** Handlers of the calls about the local API. */
export function apiHandlers(server: ApiServer): Handlers<ApiCall> {
  return {
    'api.status': () => Promise.resolve(server.status),
    'api.renewKey': async () => ({ key: await server.renewKey() }),
    'api.stop': ({ requestId }) => {
      server.stop(requestId);
      return Promise.resolve(null);
    },
  };
}
