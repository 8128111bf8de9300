/** Keys in memory, and in environment variables: where no system keeps them. */
import type { KeptKey, KeyStore } from '../core/ports.ts';

/** @param environment - read when a key is needed */
export function sessionKeys(environment: Readonly<Record<string, string | undefined>>): KeyStore {
  const keys = new Map<string, Pick<KeptKey, 'key' | 'origin'>>();
  return {
    newKeys: () => Promise.resolve('session'),
    variableOf: keyVariable,
    get: (name) => {
      const own = keys.get(name);
      if (own) return Promise.resolve({ ...own, place: 'session' });
      const key = environment[keyVariable(name)]?.trim() ?? '';
      return Promise.resolve(key === '' ? null : { key, origin: null, place: 'environment' });
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

function keyVariable(name: string): string {
  return `SARVI_KEY_${name.toUpperCase().replaceAll('-', '_')}`;
}
