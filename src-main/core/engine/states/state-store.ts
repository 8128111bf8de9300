import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../ports.ts';
import { freeBytes } from '../../free-bytes.ts';
import { writeFileWhole } from '../../write-file-whole.ts';
import { checksumFile } from './checksum-file.ts';
import { commonPrefix } from './common-prefix.ts';
import { stateBudget } from './state-budget.ts';
import { encodeHeader, parseHeader, type StateHeader } from './state-header.ts';

/** One state on disk. */
export interface KeptState extends StateHeader {
  readonly id: string;
  /** Path of the state's file, in llama.cpp's format. */
  readonly path: string;
  /** When it was last used; the oldest is removed first. */
  readonly usedAt: number;
}

export type NewState = Pick<StateHeader, 'key' | 'modelId' | 'shared' | 'tokens'> & {
  readonly owner: string;
};

export interface StateStoreParts {
  /** Created when missing. The store owns every file in it. */
  readonly folder: string;
  /** From the settings; null stands for the default. */
  readonly budgetBytes: () => number | null;
  readonly now: () => number;
  readonly log: Log;
}

/** A state is kept next to a newer one of its conversation when this share of its tokens differs. */
const OWN_SHARE = 0.25;
/** A state with fewer tokens of its own than this is not kept, however short it is. */
const OWN_TOKENS = 128;
/** How many branches of one conversation are kept. */
const STATES_PER_OWNER = 4;

const STATE_SUFFIX = '.kv';
const HEADER_SUFFIX = '.json';
const DRAFT_SUFFIX = '.writing';

/**
 * KV states on disk: which ones exist, which conversations use them, and how much room they take. A state exists once
 * its header has its final name. Its bytes are checked before each use, so nothing is fsynced. A state with any fault
 * is removed, and its tokens are read again.
 *
 * Invariant: changes run one after another, and `#states` equals the content of the folder.
 */
export class StateStore {
  readonly #parts: StateStoreParts;
  readonly #states = new Map<string, KeptState>();
  /** Conversations deleted in this run; a state that is being written for one of them is not kept. */
  readonly #forgotten = new Set<string>();
  #changes: Promise<unknown>;

  constructor(parts: StateStoreParts) {
    this.#parts = parts;
    this.#changes = this.#readFolder().catch((error: unknown) => {
      parts.log.warn('kept states cannot be read', { error: String(error) });
    });
  }

  /** Resolves when all work has ended. */
  async settled(): Promise<void> {
    await this.#changes;
  }

  /** Every state, most recently used first. */
  async list(): Promise<KeptState[]> {
    await this.#changes;
    return [...this.#states.values()].sort((a, b) => b.usedAt - a.usedAt);
  }

  /** The state that shares most tokens with `tokens`; of several the smallest. Null when none shares any. */
  async best(key: string, tokens: ArrayLike<number>): Promise<{ state: KeptState; common: number } | null> {
    await this.#changes;
    let found: { state: KeptState; common: number } | null = null;
    for (const state of this.#states.values()) {
      if (state.key !== key) continue;
      const common = commonPrefix(state.tokens, tokens);
      if (common === 0 || common < (found?.common ?? 0)) continue;
      if (found && common === found.common && state.sizeBytes >= found.state.sizeBytes) continue;
      found = { state, common };
    }
    return found;
  }

  /** Checks every byte of a state; a state that fails is removed. */
  async verify(state: KeptState): Promise<boolean> {
    const found = await checksumFile(state.path).catch(() => null);
    if (found?.sizeBytes === state.sizeBytes && found.checksum === state.checksum) return true;
    this.#parts.log.warn('a kept state was damaged', { id: state.id });
    await this.remove(state);
    return false;
  }

  /** A path for the engine to write a state to; `publish` or `discard` takes the file over. */
  async draftPath(): Promise<string> {
    await mkdir(this.#parts.folder, { recursive: true });
    return join(this.#parts.folder, `${randomUUID()}${DRAFT_SUFFIX}`);
  }

  async discard(draftPath: string): Promise<void> {
    await rm(draftPath, { force: true });
  }

  /**
   * Adds a state that the engine has written. It replaces the states of its conversation that it contains; then the
   * least recently used ones are removed until all fit into the budget. Null when the state is not kept.
   */
  publish(draftPath: string, { owner, ...made }: NewState): Promise<KeptState | null> {
    return this.#change(async () => {
      try {
        const id = randomUUID();
        const path = join(this.#parts.folder, id + STATE_SUFFIX);
        const header: StateHeader = { ...made, owners: [owner], ...(await checksumFile(draftPath)) };
        if (this.#forgotten.has(owner) || header.sizeBytes > (await this.#budget())) return null;
        await rename(draftPath, path);
        const state = { ...header, id, path, usedAt: this.#parts.now() };
        await this.#write(state);
        if (!state.shared) await this.#supersede(state, owner);
        await this.#fitBudget();
        return this.#states.get(id) ?? null;
      } finally {
        await this.discard(draftPath);
      }
    });
  }

  /** Whether a state of `sizeBytes` would be kept. */
  async hasRoomFor(sizeBytes: number): Promise<boolean> {
    return sizeBytes <= (await this.#budget());
  }

  /** Notes that `owner` has used a state. */
  use(state: KeptState, owner: string | null): Promise<void> {
    return this.#tidy(async () => {
      const held = this.#states.get(state.id);
      if (!held) return;
      const used = { ...held, usedAt: this.#parts.now() };
      const joins = held.shared && owner !== null && !held.owners.includes(owner) && !this.#forgotten.has(owner);
      if (joins) await this.#write({ ...used, owners: [...held.owners, owner] });
      else await this.#stamp(used);
    });
  }

  /** Removes the states of a conversation, and keeps no new ones until `remember` is called. */
  forget(owner: string): Promise<void> {
    this.#forgotten.add(owner);
    return this.#tidy(async () => {
      for (const state of this.#states.values()) {
        if (!state.owners.includes(owner)) continue;
        const owners = state.owners.filter((one) => one !== owner);
        if (owners.length === 0) await this.#remove(state);
        else await this.#write({ ...state, owners });
      }
    });
  }

  /** Call this when a conversation has come back from the trash. */
  remember(owner: string): void {
    this.#forgotten.delete(owner);
  }

  forgetModel(modelId: string): Promise<void> {
    return this.#tidy(async () => {
      for (const state of this.#states.values()) if (state.modelId === modelId) await this.#remove(state);
    });
  }

  remove(state: KeptState): Promise<void> {
    return this.#tidy(() => this.#remove(state));
  }

  /** Removes every state. */
  removeAll(): Promise<void> {
    return this.#change(async () => {
      for (const state of this.#states.values()) await this.#remove(state);
    });
  }

  /** Removes the least recently used states until the rest fits into a smaller budget. */
  fitBudget(): Promise<void> {
    return this.#tidy(() => this.#fitBudget());
  }

  /** Every conversation that has a state. */
  async owners(): Promise<Set<string>> {
    return new Set((await this.list()).flatMap(({ owners }) => owners));
  }

  /** Runs changes one after another; a failed one does not stop the next. */
  #change<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#changes.then(work);
    this.#changes = done.catch(() => undefined);
    return done;
  }

  /** Runs work that nobody waits for: a failure is logged, and the next start cleans up. */
  async #tidy(work: () => Promise<void>): Promise<void> {
    await this.#change(work).catch((error: unknown) => {
      this.#parts.log.warn('the kept states could not be tidied', { error: String(error) });
    });
  }

  /** Reads the headers, and removes incomplete states, which a crash has left. */
  async #readFolder(): Promise<void> {
    const { folder } = this.#parts;
    const names = new Set(await readdir(folder).catch(() => []));
    for (const name of names) {
      if (!name.endsWith(HEADER_SUFFIX)) continue;
      const id = name.slice(0, -HEADER_SUFFIX.length);
      const path = join(folder, id + STATE_SUFFIX);
      const header = parseHeader(await readFile(join(folder, name), 'utf8').catch(() => ''));
      const size = await stat(path).then(
        (found) => found.size,
        () => null,
      );
      if (!header || size !== header.sizeBytes) continue;
      const { mtimeMs } = await stat(join(folder, name));
      this.#states.set(id, { ...header, id, path, usedAt: mtimeMs });
    }
    for (const name of names) {
      const id = name.slice(0, name.lastIndexOf('.'));
      if (!this.#states.has(id)) await rm(join(folder, name), { force: true, recursive: true });
    }
    await this.#fitBudget();
  }

  async #write(state: KeptState): Promise<void> {
    const { id, path, usedAt, ...header } = state;
    try {
      await writeFileWhole(this.#headerPath(id), encodeHeader(header));
    } catch (error) {
      await this.#remove(state);
      throw error;
    }
    await this.#stamp({ ...header, id, path, usedAt });
  }

  async #stamp(state: KeptState): Promise<void> {
    this.#states.set(state.id, state);
    const seconds = state.usedAt / 1000;
    await utimes(this.#headerPath(state.id), seconds, seconds).catch(() => undefined);
  }

  /** Removes the states that a newer one of the same conversation contains. */
  async #supersede(newer: KeptState, owner: string): Promise<void> {
    let kept = 0;
    for (const state of [...this.#states.values()].sort((a, b) => b.usedAt - a.usedAt)) {
      if (state.id === newer.id || state.shared || state.key !== newer.key || !state.owners.includes(owner)) continue;
      const own = state.tokens.length - commonPrefix(state.tokens, newer.tokens);
      const superfluous = own < Math.max(OWN_TOKENS, state.tokens.length * OWN_SHARE);
      if (superfluous || kept >= STATES_PER_OWNER - 1) await this.#remove(state);
      else kept += 1;
    }
  }

  async #fitBudget(): Promise<void> {
    const budget = await this.#budget();
    let used = this.#usedBytes();
    for (const state of [...this.#states.values()].sort((a, b) => a.usedAt - b.usedAt)) {
      if (used <= budget) return;
      await this.#remove(state);
      used -= state.sizeBytes;
    }
  }

  /** @throws SarviError when the free space is unknown: then nothing is written or removed */
  async #budget(): Promise<number> {
    const setting = this.#parts.budgetBytes();
    const free = setting === null ? await freeBytes(this.#parts.folder) : 0;
    return stateBudget(setting, free, this.#usedBytes());
  }

  #usedBytes(): number {
    return [...this.#states.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Removes the header first: without it the rest is no state. */
  async #remove({ id, path }: KeptState): Promise<void> {
    this.#states.delete(id);
    await rm(this.#headerPath(id), { force: true });
    await rm(path, { force: true });
  }

  #headerPath(id: string): string {
    return join(this.#parts.folder, id + HEADER_SUFFIX);
  }
}
