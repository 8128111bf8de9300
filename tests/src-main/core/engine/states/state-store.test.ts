import { copyFile, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeHeader, parseHeader } from '../../../../../src-main/core/engine/states/state-header.ts';
import { stateBudget } from '../../../../../src-main/core/engine/states/state-budget.ts';
import type { KeptState } from '../../../../../src-main/core/engine/states/state-store.ts';
import { keepBytes, openStore } from '../../../../builders/states.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

/** Tokens `from` to `to`, the second one left out. */
const range = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const bytes = (size: number): Buffer => Buffer.alloc(size, 7);
const kept = (state: KeptState | null): KeptState => state ?? expect.unreachable('it should have been kept');

describe('choosing', () => {
  test('the state that shares most is found, and of equals the smallest', async () => {
    const opened = await openStore();
    await keepBytes(opened, bytes(10), { tokens: range(0, 300), owner: 'a' });
    const longest = kept(await keepBytes(opened, bytes(30), { tokens: range(0, 600), owner: 'b' }));
    const small = kept(await keepBytes(opened, bytes(20), { tokens: range(0, 500), owner: 'c' }));
    const find = async (tokens: Uint32Array): Promise<[string, number] | null> => {
      const found = await opened.store.best('key', tokens);
      return found && [found.state.id, found.common];
    };
    expect(await find(range(0, 1000))).toEqual([longest.id, 600]);
    expect(await find(range(0, 400))).toEqual([small.id, 400]);
    expect(await find(range(1, 400))).toBeNull();
    expect(await opened.store.best('another key', range(0, 1000))).toBeNull();
  });

  test('what was kept is found again at the next start', async () => {
    const opened = await openStore();
    const state = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 300) }));
    expect(await opened.reopen().store.list()).toEqual([state]);
  });

  test('a newer state of a conversation takes the place of what it contains, and leaves other branches', async () => {
    const opened = await openStore();
    await keepBytes(opened, bytes(1), { tokens: range(0, 300) });
    const other = kept(await keepBytes(opened, bytes(1), { tokens: range(0, 300), owner: 'another' }));
    // Regenerated: a few tokens at the end are its own.
    const again = Uint32Array.from([...range(0, 250), ...range(9000, 9040)]);
    await keepBytes(opened, bytes(2), { tokens: again });
    const branch = kept(
      await keepBytes(opened, bytes(3), { tokens: Uint32Array.from([...range(0, 50), ...range(5000, 5400)]) }),
    );
    const longer = kept(await keepBytes(opened, bytes(4), { tokens: Uint32Array.from([...again, 1, 2, 3]) }));
    expect(await opened.store.list()).toEqual([longer, branch, other]);
    expect(await opened.files()).toHaveLength(6);
  });

  test('of the branches of one conversation four are kept', async () => {
    const opened = await openStore();
    const states = [];
    for (let branch = 0; branch < 6; branch += 1) {
      states.unshift(kept(await keepBytes(opened, bytes(1), { tokens: range(branch * 1000, branch * 1000 + 500) })));
    }
    expect(await opened.store.list()).toEqual(states.slice(0, 4));
  });
});

describe('room', () => {
  test('the least recently used goes first', async () => {
    const opened = await openStore();
    opened.budgetBytes = 3000;
    const [a, b, c] = [
      kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 200), owner: 'a' })),
      kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 200), owner: 'b' })),
      kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 200), owner: 'c' })),
    ];
    await opened.store.use(a, 'a');
    const d = kept(await keepBytes(opened, bytes(1500), { tokens: range(0, 200), owner: 'd' }));
    const ids = async (from = opened): Promise<string[]> => (await from.store.list()).map(({ id }) => id);
    expect(await ids()).toEqual([d.id, a.id]);
    expect([b, c].some(({ id }) => [d.id, a.id].includes(id))).toBe(false);
    // The order lasts beyond the run.
    expect(await ids(opened.reopen())).toEqual([d.id, a.id]);
    opened.budgetBytes = 1500;
    await opened.store.fitBudget();
    expect(await ids()).toEqual([d.id]);
  });

  test('what exceeds the whole budget is not kept and pushes nothing out', async () => {
    const opened = await openStore();
    opened.budgetBytes = 1000;
    const small = kept(await keepBytes(opened, bytes(900), { tokens: range(0, 200), owner: 'a' }));
    expect(await keepBytes(opened, bytes(1001), { tokens: range(0, 300), owner: 'b' })).toBeNull();
    expect(await opened.store.list()).toEqual([small]);
    expect(await opened.files()).toHaveLength(2);
    opened.budgetBytes = 0;
    await opened.store.fitBudget();
    expect(await opened.files()).toEqual([]);
  });

  test('in a data folder without a folder for them, the first one is kept', async () => {
    const opened = await openStore(join(await temporaryFolder(), 'data', 'states'));
    opened.budgetBytes = null;
    expect(await opened.store.hasRoomFor(1000)).toBe(true);
    const state = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 200) }));
    expect([await opened.store.list(), opened.warnings]).toEqual([[state], []]);
  });

  test('while the free space cannot be told, nothing is kept and nothing removed', async () => {
    const data = join(await temporaryFolder(), 'data');
    const opened = await openStore(join(data, 'states'));
    const state = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 200) }));
    await rename(data, `${data}-away`);
    await writeFile(data, '');
    opened.budgetBytes = null;
    await expect(opened.store.hasRoomFor(1)).rejects.toMatchObject({ code: 'path-missing' });
    await opened.store.fitBudget();
    expect([await opened.store.list(), opened.warnings]).toEqual([[state], ['the kept states could not be tidied']]);
  });

  test('without a setting it is 10 GB or 5 % of the free space, the smaller', () => {
    expect(stateBudget(null, 1e12, 0)).toBe(10e9);
    expect(stateBudget(null, 100e9, 0)).toBe(5e9);
    // What the states take already does not count against them.
    expect(stateBudget(null, 95e9, 5e9)).toBe(5e9);
    expect(stateBudget(123, 1e12, 0)).toBe(123);
  });
});

describe('deletion', () => {
  test('a deleted conversation leaves nothing, and nothing that is written for it afterwards', async () => {
    const opened = await openStore();
    await keepBytes(opened, bytes(10), { tokens: range(0, 200), owner: 'a' });
    const other = kept(await keepBytes(opened, bytes(10), { tokens: range(0, 200), owner: 'b' }));
    const late = await opened.store.draftPath();
    await writeFile(late, bytes(10));
    await opened.store.forget('a');
    const made = { key: 'key', modelId: 'model', owner: 'a', shared: false, tokens: range(0, 300) };
    expect(await opened.store.publish(late, made)).toBeNull();
    expect(await opened.files()).toEqual([`${other.id}.json`, `${other.id}.kv`]);
    opened.store.remember('a');
    expect(await keepBytes(opened, bytes(10), { tokens: range(0, 200), owner: 'a' })).not.toBeNull();
  });

  test('a shared beginning stays until the last of its conversations is deleted', async () => {
    const opened = await openStore();
    const shared = kept(await keepBytes(opened, bytes(10), { tokens: range(0, 100), owner: 'a', shared: true }));
    await opened.store.use(shared, 'b');
    await opened.store.forget('a');
    expect((await opened.reopen().store.list()).map(({ owners }) => owners)).toEqual([['b']]);
    await opened.store.forget('b');
    expect(await opened.files()).toEqual([]);
  });

  test('a deleted model takes its states with it', async () => {
    const opened = await openStore();
    await keepBytes(opened, bytes(10), { tokens: range(0, 200), owner: 'a', modelId: 'gone' });
    const other = kept(await keepBytes(opened, bytes(10), { tokens: range(0, 200), owner: 'b' }));
    await opened.store.forgetModel('gone');
    expect(await opened.store.list()).toEqual([other]);
  });
});

describe('damage', () => {
  const damages: readonly [string, (path: string, headerPath: string) => Promise<void>][] = [
    ['a state cut short', (path) => truncate(path, 999)],
    ['a state that has grown', (path) => truncate(path, 1001)],
    ['a missing state', (path) => rm(path)],
    ['a missing header', (_path, headerPath) => rm(headerPath)],
    ['an empty header', (_path, headerPath) => truncate(headerPath, 0)],
    ['a header cut short', (_path, headerPath) => truncate(headerPath, 100)],
    ['a header that is no JSON', (_path, headerPath) => writeFile(headerPath, '{"version": 1')],
    ['a header with another token', (_path, headerPath) => alterByte(headerPath, 'tokens":"AAAA', 10)],
    ['a header with another key', (_path, headerPath) => alterByte(headerPath, '"key":"key"', 8)],
  ];
  test.each(damages)('%s is removed at the next start', async (_what, damage) => {
    const opened = await openStore();
    const sound = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 300), owner: 'a' }));
    const { path } = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 300), owner: 'b' }));
    await damage(path, path.replace(/kv$/, 'json'));
    expect(await opened.reopen().store.list()).toEqual([sound]);
    expect(await opened.files()).toEqual([`${sound.id}.json`, `${sound.id}.kv`]);
  });

  test.each([0, 1, 499, 999])('a state whose byte %i has another value is removed before it is used', async (place) => {
    const opened = await openStore();
    const state = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 300) }));
    expect(await opened.store.verify(state)).toBe(true);
    const altered = await readFile(state.path);
    altered[place] = 6;
    await writeFile(state.path, altered);
    await utimes(state.path, 1, 1);
    expect(await opened.store.verify(state)).toBe(false);
    expect([await opened.files(), opened.warnings]).toEqual([[], ['a kept state was damaged']]);
  });

  test('a state in the place of another is removed before it is used', async () => {
    const opened = await openStore();
    const state = kept(await keepBytes(opened, bytes(1000), { tokens: range(0, 300), owner: 'a' }));
    const other = kept(await keepBytes(opened, Buffer.alloc(1000, 8), { tokens: range(0, 300), owner: 'b' }));
    await copyFile(other.path, state.path);
    expect([await opened.store.verify(state), await opened.store.verify(other)]).toEqual([false, true]);
  });

  test('what a crash left half-made is removed at the next start', async () => {
    const opened = await openStore();
    await writeFile(await opened.store.draftPath(), bytes(10));
    const state = kept(await keepBytes(opened, bytes(10), { tokens: range(0, 300) }));
    await writeFile(join(opened.folder, `${state.id}.json.tmp`), 'half a header');
    await rename(state.path, join(opened.folder, 'foreign.kv'));
    await opened.reopen().store.settled();
    expect(await opened.files()).toEqual([]);
  });

  test('a header of another version, or with unknown fields, is none', () => {
    const header = {
      key: 'k',
      modelId: 'm',
      owners: ['a'],
      shared: false,
      tokens: range(0, 5),
      sizeBytes: 1,
      checksum: 2,
    };
    expect(parseHeader(encodeHeader(header))).toEqual(header);
    expect(parseHeader(encodeHeader({ ...header, version: 2 } as typeof header))).toBeNull();
    expect(parseHeader(encodeHeader({ ...header, more: 1 } as typeof header))).toBeNull();
    expect(parseHeader(encodeHeader(header).slice(0, -1))).toBeNull();
  });
});

/** Replaces the byte `offset` behind the beginning of `text` by another letter. */
async function alterByte(path: string, text: string, offset: number): Promise<void> {
  const content = await readFile(path);
  const place = content.indexOf(text) + offset;
  content[place] = content[place] === 66 ? 67 : 66;
  await writeFile(path, content);
}
