import type { Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { Updates } from './updates.ts';

type UpdateCall = Extract<keyof Handlers, `updates.${string}`>;

/** Handlers of the calls about updates. @param updates - null where there are none */
export function updateHandlers(updates: Updates | null): Handlers<UpdateCall> {
  const required = (): Updates => {
    if (!updates) throw new SarviError('unsupported-in-shell');
    return updates;
  };
  return {
    'updates.status': () => Promise.resolve(updates?.status ?? null),
    'updates.check': async () => required().check(),
    'updates.download': async () => {
      required().download();
      return Promise.resolve(null);
    },
    'updates.cancel': async () => {
      await required().cancel();
      return null;
    },
    'updates.discard': async () => {
      await required().discard();
      return null;
    },
    'updates.show': async () => {
      await required().show();
      return null;
    },
    'updates.install': async () => {
      await required().install();
      return null;
    },
  };
}
