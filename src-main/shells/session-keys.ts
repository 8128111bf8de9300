/** Keys in memory, and in environment variables: where no system keeps them. */
import { createHash } from 'node:crypto';
import type { KeptKey, KeyStore } from '../core/ports.ts';

/** Enough that nobody finds another address with the same name by trying. */
const DIGEST_LENGTH = 12;

/** @param environment - read when a key is needed */
export function sessionKeys(environment: Readonly<Record<string, string | undefined>>): KeyStore {
  const keys = new Map<string, Pick<KeptKey, 'key' | 'origin'>>();
  return {
    newKeys: () => Promise.resolve('session'),
    variableOf: keyVariable,
    get: (name, origin) => {
      const own = keys.get(name);
      if (own?.origin === origin) return Promise.resolve({ ...own, place: 'session' });
      const key = environment[keyVariable(name, origin)]?.trim() ?? '';
      return Promise.resolve(key === '' ? null : { key, origin, place: 'environment' });
    },
    set: (name, kept) => {
      keys.set(name, kept);
      return Promise.resolve();
    },
    remove: (name) => {
      keys.delete(name);
      return Promise.resolve();
    },
    clear: () => {
      keys.clear();
      return Promise.resolve();
    },
  };
}

/** A variable cannot tell for which address its key was given, so its name does. */
function keyVariable(name: string, origin: string): string {
  const digest = createHash('sha256').update(origin).digest('hex').slice(0, DIGEST_LENGTH);
  return `SARVI_KEY_${name}_${digest}`.toUpperCase().replaceAll('-', '_');
}
