import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { killedWriter } from '../../../builders/fault-writers/killed-writer.ts';
import { modelsFound, namesIn, openLibrary, otherDisk, placeModel } from '../../../builders/placed-models.ts';
import { randomOf } from '../../../builders/random.ts';
import { canMount, smallDisk } from '../../../builders/small-disk.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const CHOSEN = 'Sarvi models';
const KILLS = Number(process.env['SARVI_FAULTS'] ?? 4);

async function folders(): Promise<{ data: string; own: string; parent: string }> {
  const data = join(await temporaryFolder(), 'data ä 😀');
  const own = join(data, 'models');
  for (const id of ['one', 'two', 'three']) await placeModel(own, id);
  const parent = join(await temporaryFolder(), 'other drive');
  await mkdir(parent);
  await writeFile(join(parent, 'of-the-user.txt'), 'mine');
  return { data, own, parent };
}

async function failure(promise: Promise<unknown>): Promise<SarviError['code'] | null> {
  return promise.then(
    () => null,
    (error: unknown) => SarviError.from(error).code,
  );
}

test.each([
  ['one disk', rename],
  ['two disks', otherDisk],
])('models move to a folder of their own in the chosen one, and back, on %s', async (_name, renameFolder) => {
  const { data, own, parent } = await folders();
  const { move, library, settled } = await openLibrary(data, { renameFolder });
  await move.moveTo(parent);
  expect(await settled()).toMatchObject({ folder: join(parent, CHOSEN), isOwn: false, elsewhere: 0, error: null });
  expect(await namesIn(join(parent, CHOSEN))).toEqual(['one', 'three', 'two']);
  expect(await namesIn(join(parent, CHOSEN, 'one'))).toEqual(['model.gguf', 'model.json']);
  expect(await namesIn(own)).toEqual([]);
  expect(await modelsFound(data)).toEqual({ one: true, two: true, three: true });
  await library.remove('two');
  await move.moveTo(null);
  expect(await settled()).toMatchObject({ folder: own, isOwn: true, elsewhere: 0, error: null });
  // Nothing of Sarvi's stays there, and nothing of the user's went.
  expect(await namesIn(parent)).toEqual(['of-the-user.txt']);
  expect(await modelsFound(data)).toEqual({ one: true, three: true });
});

test('whenever a move is killed, every model is whole, and the next run finishes it', async () => {
  const random = randomOf(7);
  const data = join(await temporaryFolder(), 'data');
  const ids = ['one', 'two', 'three', 'four'];
  for (const id of ids) await placeModel(join(data, 'models'), id, 3_000_000);
  const [first, second] = [await temporaryFolder(), await temporaryFolder()];
  const whole = Object.fromEntries(ids.map((id) => [id, true]));
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killedWriter('moving', [data, first, second], random() * 150);
    expect(await modelsFound(data)).toEqual(whole);
  }
  const { move, settled } = await openLibrary(data, { renameFolder: otherDisk });
  await move.moveTo(null);
  expect(await settled()).toMatchObject({ isOwn: true, elsewhere: 0, error: null });
  expect(await modelsFound(data)).toEqual(whole);
  expect(await namesIn(join(data, 'models'))).toEqual([...ids].sort());
  for (const folder of [first, second]) expect(await namesIn(folder)).toEqual([]);
});

test.each([
  ['being made', async (folder: string) => writeFile(join(folder, '.sarvi-may-write'), '')],
  ['being removed', () => Promise.resolve()],
])(
  'a folder that was %s when a move was killed goes at the next start, and not with what the user put there',
  async (_name, fill) => {
    const { data, parent } = await folders();
    const folder = join(parent, CHOSEN);
    for (const mine of [[], ['mine']]) {
      await mkdir(folder);
      await fill(folder);
      for (const name of mine) await writeFile(join(folder, name), '');
      const { library } = await openLibrary(data);
      await library.places.noteEmpty(folder);
      // Its drive is away at this start.
      await rename(parent, `${parent} away`);
      await (await openLibrary(data)).move.tidy();
      await rename(`${parent} away`, parent);
      const next = await openLibrary(data);
      await next.move.tidy();
      expect(existsSync(folder)).toBe(mine.length > 0);
      expect([next.library.places.empty, next.move.place().away]).toEqual([null, []]);
      for (const name of mine) expect(await namesIn(folder)).toEqual([name]);
    }
  },
);

test('a stopped move leaves each model where it is, and goes on when told to', async () => {
  const { data, parent } = await folders();
  const { move, settled } = await openLibrary(data, {
    renameFolder: otherDisk,
    // Not waited for, since the end of the move is what it waits for.
    unload: (id) => Promise.resolve(id === 'two' ? void move.stop() : undefined),
  });
  await move.moveTo(parent);
  expect((await settled()).elsewhere).toBeGreaterThan(0);
  expect(await modelsFound(data)).toEqual({ one: true, two: true, three: true });
  const later = await openLibrary(data, { renameFolder: otherDisk });
  await later.move.continue();
  expect(await later.settled()).toMatchObject({ elsewhere: 0, error: null });
  expect(await modelsFound(data)).toEqual({ one: true, two: true, three: true });
});

test('models of a drive that is away do not show, a new one is not written to its mount point, and they come back', async () => {
  const { data, parent } = await folders();
  const { move, settled, library } = await openLibrary(data);
  await move.moveTo(parent);
  await settled();
  await placeModel(join(data, 'models'), 'here');
  await rename(parent, `${parent} away`);
  await library.refresh();
  expect((await library.list()).map(({ id }) => id)).toEqual(['here']);
  expect(move.place()).toMatchObject({ folder: join(parent, CHOSEN), away: [join(parent, CHOSEN)] });
  expect(await failure(move.continue())).toBe('path-missing');
  expect(existsSync(parent)).toBe(false);
  await rename(`${parent} away`, parent);
  await library.refresh();
  expect((await library.list()).map(({ id }) => id).sort()).toEqual(['here', 'one', 'three', 'two']);
});

test('refuses a folder that is not there, a file, its own data, and a move while an import is unfinished', async () => {
  const { data, own, parent } = await folders();
  const { move } = await openLibrary(data);
  expect(await failure(move.moveTo(join(parent, 'missing')))).toBe('path-missing');
  expect(await failure(move.moveTo(join(parent, 'of-the-user.txt')))).toBe('write-failed');
  expect(await failure(move.moveTo(data))).toBe('path-own-data');
  expect(await failure(move.moveTo(own))).toBe('path-own-data');
  const importing = await openLibrary(data, { hasUnfinishedImports: () => true });
  expect(await failure(importing.move.moveTo(parent))).toBe('imports-unfinished');
  expect(await namesIn(parent)).toEqual(['of-the-user.txt']);
  expect(await modelsFound(data)).toEqual({ one: true, two: true, three: true });
  expect(move.place()).toMatchObject({ folder: own, elsewhere: 0 });
});

test('a model in use ends the move with its name, and another of the same name is not replaced', async () => {
  const { data, parent } = await folders();
  const busy = await openLibrary(data, {
    unload: (id) => (id === 'two' ? Promise.reject(new SarviError('model-in-use', { name: id })) : Promise.resolve()),
  });
  await busy.move.moveTo(parent);
  expect((await busy.settled()).error).toMatchObject({ code: 'model-in-use', details: { name: 'two' } });
  expect(await modelsFound(data)).toEqual({ one: true, two: true, three: true });

  const folder = join(parent, CHOSEN, 'two');
  await placeModel(join(parent, CHOSEN), 'two', 5000);
  const { move, settled } = await openLibrary(data);
  await move.continue();
  await settled();
  expect([existsSync(folder), existsSync(join(data, 'models', 'two'))]).toEqual([true, true]);
});

test.skipIf(!canMount())('a full disk is told before anything is copied', async () => {
  const { data } = await folders();
  await placeModel(join(data, 'models'), 'large', 3_000_000);
  const disk = smallDisk(1_000_000);
  const { move } = await openLibrary(data);
  expect(await failure(move.moveTo(disk.folder))).toBe('disk-full');
  expect(move.place()).toMatchObject({ isOwn: true, elsewhere: 0 });
  expect(Object.keys(await modelsFound(data)).sort()).toEqual(['large', 'one', 'three', 'two']);
});
