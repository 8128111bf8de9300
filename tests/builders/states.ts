/** Stores of kept KV states in folders of their own, and engines that use them. */
import { readdir, writeFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { StateStore, type KeptState, type NewState } from '../../src-main/core/engine/states/state-store.ts';
import type { EngineOptions } from '../../src-main/core/engine/engine-options.ts';
import { openEngine, type TestEngine } from './engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestStore {
  readonly store: StateStore;
  readonly folder: string;
  readonly warnings: string[];
  budgetBytes: number | null;
  /** Names of all files, sorted. */
  files(): Promise<string[]>;
  /** The folder as the next start of the app finds it. */
  reopen(): TestStore;
}

/** Its clock goes on by a second each time it is read, from 2026. */
export async function openStore(folder?: string): Promise<TestStore> {
  return openStoreIn(folder ?? (await temporaryFolder()), { nowMs: Date.UTC(2026, 0, 1) });
}

function openStoreIn(folder: string, clock: { nowMs: number }): TestStore {
  const warnings: string[] = [];
  const opened: Omit<TestStore, 'store'> = {
    folder,
    warnings,
    budgetBytes: 1e9,
    files: async () => (await readdir(folder)).sort(),
    reopen: () => openStoreIn(folder, clock),
  };
  const log = { info: () => {}, error: () => {}, warn: (message: string) => void warnings.push(message) };
  const now = (): number => (clock.nowMs += 1000);
  const store = new StateStore({ folder, budgetBytes: () => opened.budgetBytes, now, log });
  return Object.assign(opened, { store });
}

/** An engine that writes as soon as it is idle; disposed of when the test ends, the store's writing first. */
export function openKeepingEngine({ store }: TestStore, options: EngineOptions = {}, entry?: string): TestEngine {
  const opened = openEngine({ states: store, stateIdleMs: 5, ...options }, entry);
  onTestFinished(async () => {
    await opened.engine.dispose();
    await store.settled();
  });
  return opened;
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Waits until a conversation has a state of its own that holds at least so many tokens. */
export async function keptFor(
  { engine }: TestEngine,
  { store }: TestStore,
  owner: string,
  tokens: number,
): Promise<KeptState> {
  const find = async (): Promise<KeptState | undefined> =>
    (await store.list()).find(
      (state) => !state.shared && state.owners.includes(owner) && state.tokens.length >= tokens,
    );
  await until(async () => (await find()) !== undefined);
  await engine.settled();
  return (await find()) ?? Promise.reject(new Error('a state was kept and then removed'));
}

/** Makes a state of bytes that no engine wrote. */
export async function keepBytes(
  { store }: TestStore,
  bytes: Uint8Array,
  made: Partial<NewState> & Pick<NewState, 'tokens'>,
): Promise<KeptState | null> {
  const path = await store.draftPath();
  await writeFile(path, bytes);
  return store.publish(path, { key: 'key', modelId: 'model', owner: 'conversation', shared: false, ...made });
}
