import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { calls } from '#contract/contract';
import type { App } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { randomInput, type Pools } from '../../builders/random-input.ts';
import { randomOf } from '../../builders/random.ts';
import { openSqlite } from '../../builders/sqlite.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';
import { writeTinyGguf } from '../../builders/tiny-gguf.ts';

/** Each starts processes, or works for seconds: made once, in the first sweep. */
const SLOW = ['engine.backends', 'engine.retryBackend', 'chat.renderPrompt'];
const MOST_IDS = 60;

interface Started {
  readonly app: App;
  readonly dataFolder: string;
  readonly pools: Pools & { readonly ids: string[] };
}

async function start(prepare: (dataFolder: string) => Promise<void> = () => Promise.resolve()): Promise<Started> {
  const folder = await temporaryFolder();
  const dataFolder = join(folder, 'data');
  const within = (name: string): string => join(folder, name);
  await mkdir(within('empty'));
  await writeFile(within('notes.txt'), 'notes');
  await writeFile(within('broken.gguf'), 'GGUF');
  await writeFile(within('talk.json'), '[{"role":"user","content":"Hei"}]');
  await writeTinyGguf(within('tiny.gguf'), { tokens: ['a', 'b'] });
  await mkdir(dataFolder);
  await prepare(dataFolder);
  const paths = [
    ...['empty', 'notes.txt', 'broken.gguf', 'talk.json', 'tiny.gguf', 'missing', 'notes.txt/below'].map(within),
    join(dataFolder, 'history', 'history.db'),
    within('x'.repeat(300)),
  ];
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return { app, dataFolder, pools: { ids: ['unknown'], paths } };
}

/** Makes every call of the contract with random inputs, `rounds` times. Answers what the contract does not have. */
async function sweep({ app, pools }: Started, seed: number, rounds = 1): Promise<string[]> {
  const random = randomOf(seed);
  const faults: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, input: schema } of calls.values()) {
      const input = randomInput(random, schema, pools);
      if (((round > 0 || rounds === 1) && SLOW.includes(name)) || JSON.stringify(input).includes('"guide"')) continue;
      try {
        const result = await app.call(name, input);
        if (result.ok) rememberIds(result.value, pools.ids);
        else if (result.error.code === 'internal') faults.push(`${name} has a defect: ${result.error.message}`);
      } catch (error) {
        faults.push((error as Error).message);
      }
    }
  }
  return faults;
}

/** What a call has made is what later ones speak of. */
function rememberIds(value: unknown, ids: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const isId = typeof inner === 'string' && /(?:^i|I)d$/.test(key) && /^[0-9a-zA-Z._-]{1,96}$/.test(inner);
    if (isId && ids.length < MOST_IDS && !ids.includes(inner)) ids.push(inner);
    else rememberIds(inner, ids);
  }
}

it('answers every call as its declaration says, whatever it is asked', async () => {
  expect(await sweep(await start(), 1, 4)).toEqual([]);
});

it('declares what calls fail with when the history is another program’s', async () => {
  const started = await start(async (dataFolder) => {
    await mkdir(join(dataFolder, 'history'));
    const database = openSqlite(join(dataFolder, 'history', 'history.db'));
    database.exec('PRAGMA application_id = 77; CREATE TABLE things (name TEXT)');
    database.close();
  });
  expect(await sweep(started, 2)).toEqual([]);
});

it('declares what calls fail with when the data folder has gone', async () => {
  const started = await start();
  // What the start still writes would make a folder full again that is being removed.
  await rm(started.dataFolder, { recursive: true, maxRetries: 20 });
  expect(await sweep(started, 3)).toEqual([]);
});

it('declares what calls fail with when the app is closing', async () => {
  const started = await start();
  await started.app.dispose();
  expect(await sweep(started, 4)).toEqual([]);
});
