/**
 * Keys of remote engines in the system's key store. Where Linux has none, Electron would encrypt with a password that
 * everybody knows, so keys are then in memory only.
 */
import { safeStorage } from 'electron';
import { readFile, rm } from 'node:fs/promises';
import { fileError } from '../../core/file-error.ts';
import type { KeyStore } from '../../core/ports.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import { sessionKeys } from '../session-keys.ts';

/** Encrypted by the system, as base64. */
type Entries = Readonly<Record<string, { readonly origin: string; readonly encrypted: string }>>;

export function systemKeys(path: string): KeyStore {
  const session = sessionKeys(process.env);
  const isProtected = async (): Promise<boolean> => {
    if (process.platform === 'linux') {
      const backend = safeStorage.getSelectedStorageBackend();
      if (backend === 'basic_text' || backend === 'unknown') return false;
    }
    return safeStorage.isAsyncEncryptionAvailable().catch(() => false);
  };
  const write = async (entries: Entries): Promise<void> => {
    if (Object.keys(entries).length > 0) return writeFileWhole(path, JSON.stringify({ version: 1, keys: entries }));
    await rm(path, { force: true }).catch((error: unknown) => {
      throw fileError(error, path);
    });
  };
  // Each reads the file and writes it again, so they come one after the other.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const turn = last.then(act, act);
    last = turn;
    return turn;
  };
  const without = async (name: string): Promise<Entries> => {
    return Object.fromEntries(Object.entries(await read(path)).filter(([other]) => other !== name));
  };
  return {
    newKeys: async () => ((await isProtected()) ? 'system' : 'session'),
    variableOf: (name, origin) => session.variableOf(name, origin),
    get: async (name, origin) => {
      const entry = (await read(path))[name];
      if (entry?.origin !== origin || !(await isProtected())) return session.get(name, origin);
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(entry.encrypted, 'base64'));
        return { key: result, origin: entry.origin, place: 'system' };
      } catch {
        // The system has a new key since, or the file comes from another computer.
        return session.get(name, origin);
      }
    },
    set: async (name, kept) => {
      if (!(await isProtected())) return session.set(name, kept);
      const encrypted = (await safeStorage.encryptStringAsync(kept.key)).toString('base64');
      await inTurn(async () => {
        await write({ ...(await without(name)), [name]: { origin: kept.origin, encrypted } });
      });
    },
    remove: async (name) => {
      await session.remove(name);
      await inTurn(async () => {
        const others = await without(name);
        if (Object.keys(others).length < Object.keys(await read(path)).length) await write(others);
      });
    },
    clear: async () => {
      await session.clear();
      await inTurn(() => write({}));
    },
  };
}

/** What cannot be read counts as empty: the user is then asked for the key again. */
async function read(path: string): Promise<Entries> {
  try {
    const { version, keys } = JSON.parse(await readFile(path, 'utf8')) as { version?: unknown; keys?: Entries };
    return version === 1 ? (keys ?? {}) : {};
  } catch {
    return {};
  }
}
