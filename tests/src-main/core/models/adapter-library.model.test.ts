import { appendFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Adapter } from '#contract/adapters';
import { convertAdapter } from '../../../../src-main/core/convert/convert-adapter.ts';
import { nameAdapters } from '../../../../src-main/core/models/adapter-handlers.ts';
import { AdapterLibrary } from '../../../../src-main/core/models/adapter-library.ts';
import { AdapterUses } from '../../../../src-main/core/models/adapter-uses.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../../builders/adapter.ts';
import { GUIDE_CHECKPOINT } from '../../../builders/conversion-ports.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const WIDTH = 256;
const QUERY = ['model.layers.0.self_attn.q_proj', 256, WIDTH] as const;
const EMBEDDING = ['model.embed_tokens', WIDTH, 3584] as const;

let data: string;
let sources: string;
let library: AdapterLibrary;
let changes: number;

const open = (): Promise<AdapterLibrary> =>
  AdapterLibrary.open(createNodePorts({ shell: 'web', dataFolder: data }), () => (changes += 1));

beforeEach(async () => {
  data = await temporaryFolder();
  sources = await temporaryFolder();
  changes = 0;
  library = await open();
});

function peftFolder(name: string, matrices: readonly (readonly [string, number, number])[] = [QUERY], seed = 1) {
  return writeAdapter(join(sources, name), adapterFiles(randomFactors(matrices, 4, seed), { alpha: 8 }));
}

async function ggufFile(name: string, seed = 1): Promise<string> {
  const outputPath = join(sources, `${name}.gguf`);
  const adapterPath = await peftFolder(`${name}-peft`, [QUERY], seed);
  await convertAdapter({ adapterPath, outputPath, basePath: GUIDE_CHECKPOINT });
  return outputPath;
}

const folders = async (): Promise<string[]> => (await readdir(library.folder)).sort();

describe('an import', () => {
  test('copies a GGUF file, which is an adapter from then on and after a restart', async () => {
    const path = await ggufFile('runot');
    const adapter = await library.import(path, null);
    expect(adapter).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      name: expect.any(String) as string,
      addedAt: expect.any(Number) as number,
      sizeBytes: (await stat(path)).size,
      baseModel: null,
      rank: 4,
      alpha: 8,
      available: true,
    } satisfies Adapter);
    expect(await folders()).toEqual([adapter.id]);
    expect(await readFile(join(library.folder, adapter.id, 'adapter.gguf'))).toEqual(await readFile(path));
    expect(changes).toBe(1);
    await rm(path);
    expect(await (await open()).list()).toEqual([adapter]);
  });

  test('converts a PEFT folder, by a model or by the config.json beside it', async () => {
    const path = await peftFolder('runot', [QUERY, EMBEDDING]);
    await expect(library.import(path, null)).rejects.toMatchObject({ code: 'adapter-missing-base' });
    expect(await folders()).toEqual([]);
    const adapter = await library.import(path, (await guideModel()).path);
    expect(adapter).toMatchObject({ baseModel: 'Example/Tiny-Llama', rank: 4, alpha: 8 });
    await writeFile(join(path, 'config.json'), await readFile(join(GUIDE_CHECKPOINT, 'config.json')));
    expect((await library.import(path, null)).rank).toBe(4);
  });

  test('of what is there already changes nothing; another one gets a name of its own', async () => {
    const path = await ggufFile('runot');
    const first = await library.import(path, null);
    await library.rename(first.id, 'Kalevala');
    expect(await library.import(path, null)).toEqual({ ...first, name: 'Kalevala' });
    await library.rename(first.id, first.name);
    const second = await library.import(await ggufFile('runot', 2), null);
    expect(second.id).not.toBe(first.id);
    expect(second.name).not.toBe(first.name);
    expect(await folders()).toEqual([first.id, second.id].sort());
  });

  test('mends an adapter whose file was lost or cut, and keeps its name', async () => {
    const path = await ggufFile('runot');
    const { id } = await library.import(path, null);
    await library.rename(id, 'Kalevala');
    const kept = join(library.folder, id, 'adapter.gguf');
    for (const damage of [() => rm(kept), () => appendFile(kept, 'x')]) {
      await damage();
      expect(await library.list()).toMatchObject([{ id, available: false }]);
      await expect(library.pathOf({ adapterId: id, name: 'old' })).rejects.toMatchObject({
        code: 'adapter-file-missing',
        details: { name: 'Kalevala', path: kept },
      });
      await library.import(path, null);
      expect(await library.list()).toMatchObject([{ id, name: 'Kalevala', available: true }]);
      expect(await library.pathOf({ adapterId: id, name: 'old' })).toBe(kept);
    }
    expect(await folders()).toEqual([id]);
  });

  test('of what is no adapter is refused by name and leaves nothing', async () => {
    const text = join(sources, 'text.gguf');
    await writeFile(text, 'no GGUF');
    const cut = await ggufFile('cut');
    await writeFile(cut, (await readFile(cut)).subarray(0, -1));
    const model = (await guideModel()).path;
    const empty = join(sources, 'empty');
    await mkdir(empty);
    for (const [path, code] of [
      [text, 'gguf-malformed'],
      [cut, 'gguf-malformed'],
      [model, 'adapter-refused'],
      [empty, 'adapter-missing-config'],
      [join(sources, 'nothing'), 'path-missing'],
    ] as const) {
      await expect(library.import(path, null), path).rejects.toMatchObject({ code });
    }
    const other = await peftFolder('other', [['lm_head', 100, WIDTH]]);
    await expect(library.import(other, model)).rejects.toMatchObject({ code: 'adapter-mismatch' });
    expect(await folders()).toEqual([]);
    expect(changes).toBe(0);
  });
});

test('what a killed import has left goes at the next start, and one under way stays', async () => {
  const [left, running] = ['left.importing', 'running.importing'];
  for (const name of [left, running]) {
    await mkdir(join(library.folder, name));
    await writeFile(join(library.folder, name, 'adapter.gguf'), 'half');
  }
  const yesterday = new Date(Date.now() - 24 * 60 * 60_000);
  await utimes(join(library.folder, left), yesterday, yesterday);
  expect(await (await open()).list()).toEqual([]);
  expect(await folders()).toEqual([running]);
});

test('a removed adapter is gone with its file, and told by the name that a conversation keeps', async () => {
  const path = await ggufFile('runot');
  const { id, name } = await library.import(path, null);
  await library.remove(id);
  expect([await folders(), await library.list()]).toEqual([[], []]);
  await expect(library.remove(id)).rejects.toMatchObject({ code: 'adapter-unknown' });
  await expect(library.rename(id, 'X')).rejects.toMatchObject({ code: 'adapter-unknown' });
  await expect(library.pathOf({ adapterId: id, name })).rejects.toMatchObject({
    code: 'adapter-unknown',
    details: { name },
  });
  // The same file brings the same adapter back.
  expect((await library.import(path, null)).id).toBe(id);
});

test('adapters of a conversation get their present names, and one that is gone keeps the one that it had', async () => {
  const { id } = await library.import(await ggufFile('runot'), null);
  await library.rename(id, 'Kalevala');
  const gone = 'f'.repeat(32);
  const conversation = { adapters: [{ adapterId: gone, name: 'Poissa', scale: 1 }] };
  const wanted = [
    { adapterId: id, scale: 2 },
    { adapterId: gone, scale: 0.5 },
  ];
  expect(await nameAdapters(wanted, library, () => Promise.resolve(conversation))).toEqual([
    { adapterId: id, name: 'Kalevala', scale: 2 },
    { adapterId: gone, name: 'Poissa', scale: 0.5 },
  ]);
  await expect(nameAdapters(wanted, library, () => Promise.resolve({ adapters: [] }))).rejects.toMatchObject({
    code: 'adapter-unknown',
  });
});

test('adapters are resolved in one order, and one of another model is refused before it reaches the engine', async () => {
  const model = (await guideModel()).path;
  const uses = new AdapterUses(library);
  const [first, second] = [
    await library.import(await ggufFile('first', 1), null),
    await library.import(await peftFolder('second', [EMBEDDING], 2), model),
  ];
  const choices = [first, second].map(({ id }) => ({ adapterId: id, name: 'old', scale: 1 }));
  const resolved = await uses.resolve(model, choices);
  expect(await uses.resolve(model, choices.toReversed())).toEqual(resolved);
  expect(resolved.map(({ adapterId }) => adapterId)).toEqual([first.id, second.id].sort());
  expect(resolved.find(({ adapterId }) => adapterId === first.id)).toEqual({
    adapterId: first.id,
    name: first.name,
    scale: 1,
    path: join(library.folder, first.id, 'adapter.gguf'),
  });

  const config = JSON.parse(await readFile(join(GUIDE_CHECKPOINT, 'config.json'), 'utf8')) as object;
  const narrow = await peftFolder('narrow', [['lm_head', 100, WIDTH]]);
  await writeFile(join(narrow, 'config.json'), JSON.stringify({ ...config, vocab_size: 100 }));
  const { id } = await library.import(narrow, null);
  await expect(uses.resolve(model, [{ adapterId: id, name: '', scale: 1 }])).rejects.toMatchObject({
    code: 'adapter-mismatch',
    details: { tensor: 'output.weight.lora_b', expected: '3584 x 4', found: '100 x 4' },
  });
});
