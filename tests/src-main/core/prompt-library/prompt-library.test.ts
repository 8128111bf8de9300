import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { PromptContent } from '#contract/prompt-library';
import { reasonText } from '#contract/reasons';
import type { CallInput, CallName, CallOutput, Handlers } from '#contract/contract';
import { answerCall, resultOf } from '../../../../src-main/core/answer-call.ts';
import { PromptLibrary } from '../../../../src-main/core/prompt-library/prompt-library.ts';
import { promptLibraryHandlers } from '../../../../src-main/core/prompt-library/prompt-library-handlers.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { faultOfAnswer } from '../../../builders/contract-faults.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const NO_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const CONTENT: PromptContent = { title: 'Retki', about: '', group: 'Omat', fields: [], body: 'Suunnittele retki.' };

type Ask = <Name extends PromptCall>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>;
type PromptCall = Extract<CallName, `promptlibrary.${string}`>;

/** The library behind the core's own entrance, held to the contract. */
async function start(): Promise<{ app: { readonly ask: Ask }; prompts: string; outside: string }> {
  const dataFolder = await temporaryFolder();
  const prompts = join(dataFolder, 'prompts');
  await mkdir(prompts);
  const library = new PromptLibrary(dataFolder, () => undefined);
  const handlers = promptLibraryHandlers(library, dataFolder) as Handlers;
  const ask = async (name: string, input: unknown): Promise<unknown> => {
    const answer = answerCall(handlers, () => Promise.resolve(null), name, input);
    const fault = faultOfAnswer(name, await resultOf(answer, name, NO_LOG));
    if (fault !== null) throw new Error(fault);
    return answer;
  };
  return { app: { ask: ask as Ask }, prompts, outside: await temporaryFolder() };
}

/** Those of the user. */
async function own(app: { readonly ask: Ask }): Promise<string[]> {
  const { prompts } = await app.ask('promptlibrary.list', {});
  return prompts.flatMap(({ id, versions }) =>
    versions.flatMap(({ language, origin }) => (origin === 'sarvi' ? [] : [`${id} ${String(language)}`])),
  );
}

async function reasonsOf(app: { readonly ask: Ask }): Promise<Record<string, string>> {
  const { prompts } = await app.ask('promptlibrary.list', {});
  const faulty = prompts.flatMap(({ id, versions }) =>
    versions.flatMap(({ faults }) => faults.map(({ reason }) => [id, reasonText(reason, 'en')] as const)),
  );
  return Object.fromEntries(faulty);
}

test('a prompt is kept as a plain file in two languages, changed and deleted', async () => {
  const { app, prompts } = await start();
  const { promptId } = await app.ask('promptlibrary.save', {
    ...{ promptId: null, language: 'fi', content: CONTENT, digest: null },
  });
  await app.ask('promptlibrary.save', {
    ...{ promptId, language: 'en', content: { ...CONTENT, title: 'Trip' }, digest: null },
  });
  expect(await readdir(prompts)).toEqual(['Retki.en.md', 'Retki.fi.md']);
  expect(await readFile(join(prompts, 'Retki.fi.md'), 'utf8')).toBe(
    '---\ntitle: Retki\ngroup: Omat\n---\n\nSuunnittele retki.\n',
  );
  const { content, digest } = await app.ask('promptlibrary.open', { promptId, language: 'fi' });
  const longer = { ...content, body: 'Suunnittele retki: {{paikka}}' };
  await app.ask('promptlibrary.save', { promptId, language: 'fi', content: longer, digest });
  expect((await app.ask('promptlibrary.open', { promptId, language: 'fi' })).content.fields).toEqual([
    { name: 'paikka', kind: 'text', label: '', choices: [] },
  ]);
  await app.ask('promptlibrary.remove', { promptId, language: 'fi' });
  expect(await own(app)).toEqual(['Retki en']);
});

test('a file that another program has changed meanwhile is not overwritten', async () => {
  const { app, prompts } = await start();
  const path = join(prompts, 'muistio.md');
  await writeFile(path, '---\nx-tool: 5\n---\nVanha');
  const opened = await app.ask('promptlibrary.open', { promptId: 'muistio', language: null });
  await writeFile(path, '---\nx-tool: 6\n---\nUusi');
  const input = { promptId: 'muistio', language: null, content: CONTENT };
  const refusal = { code: 'prompt-changed' };
  await expect(app.ask('promptlibrary.save', { ...input, digest: opened.digest })).rejects.toMatchObject(refusal);
  await expect(app.ask('promptlibrary.save', { ...input, digest: null })).rejects.toMatchObject(refusal);
  expect(await readFile(path, 'utf8')).toContain('Uusi');
  const again = await app.ask('promptlibrary.open', { promptId: 'muistio', language: null });
  await app.ask('promptlibrary.save', { ...input, digest: again.digest });
  expect(await readFile(path, 'utf8')).toContain('x-tool: 6\n');
});

test('a prompt of Sarvi’s is hidden by the user’s own, and comes back when that is deleted', async () => {
  const { app } = await start();
  const name = { promptId: 'minutes', language: 'fi' } as const;
  const { content, digest } = await app.ask('promptlibrary.open', name);
  expect(digest).toBeNull();
  await app.ask('promptlibrary.save', { ...name, content: { ...content, title: 'Oma muistio' }, digest });
  expect(await own(app)).toEqual(['minutes fi']);
  expect((await app.ask('promptlibrary.open', name)).content.title).toBe('Oma muistio');
  await app.ask('promptlibrary.remove', name);
  expect((await app.ask('promptlibrary.open', name)).content.title).toBe('Kokousmuistio');
  await expect(app.ask('promptlibrary.remove', name)).rejects.toMatchObject({ code: 'prompt-unknown' });
});

test('files that cannot be used are listed with the reason, and nothing outside is read', async () => {
  const { app, prompts, outside } = await start();
  await writeFile(join(outside, 'salaisuus.md'), 'salaisuus');
  await symlink(join(outside, 'salaisuus.md'), join(prompts, 'linkki.md'));
  await symlink(join(outside, 'ei-ole.md'), join(prompts, 'tyhjä-linkki.md'));
  await mkdir(join(prompts, 'kansio.md'));
  await writeFile(join(prompts, 'suuri.md'), 'x'.repeat(100_001));
  await writeFile(join(prompts, 'kuva.md'), new Uint8Array([0xff, 0xd8, 0xff]));
  await writeFile(join(prompts, 'nolla.md'), 'a\0b');
  await writeFile(join(prompts, 'Muistio.fi.md'), 'iso');
  await writeFile(join(prompts, 'muistio.fi.md'), 'pieni');
  await writeFile(join(prompts, 'kysymys?.md'), 'Windows ei ota tätä');
  await writeFile(join(prompts, 'ohje.txt'), 'ei kehote');
  expect(await reasonsOf(app)).toEqual({
    linkki: 'it is a link to another place',
    'tyhjä-linkki': 'it is a link to another place',
    kansio: 'it is not a file',
    suuri: 'it takes more than 100000 bytes',
    kuva: 'it is not text in UTF-8',
    nolla: 'it is not text in UTF-8',
  });
  expect((await app.ask('promptlibrary.list', {})).unread).toBe(1);
  expect(await own(app)).toEqual(expect.arrayContaining(['Muistio fi', 'muistio fi']));
  await expect(app.ask('promptlibrary.open', { promptId: 'linkki', language: null })).rejects.toMatchObject({
    code: 'prompt-refused',
  });
  await app.ask('promptlibrary.remove', { promptId: 'linkki', language: null });
  expect(await readFile(join(outside, 'salaisuus.md'), 'utf8')).toBe('salaisuus');
});

test('a link in place of the temporary file does not lead a save outside', async () => {
  const { app, prompts, outside } = await start();
  await writeFile(join(outside, 'muu.txt'), 'muu');
  await symlink(join(outside, 'muu.txt'), join(prompts, 'Retki.md.tmp'));
  const save = () => app.ask('promptlibrary.save', { promptId: null, language: null, content: CONTENT, digest: null });
  await expect(save()).rejects.toMatchObject({ code: 'write-failed' });
  expect(await readFile(join(outside, 'muu.txt'), 'utf8')).toBe('muu');
  expect(await save()).toEqual({ promptId: 'Retki' });
});

test.each(['../x', '..', '.piilo', 'a/b', 'a\\b', 'C:\\x', 'a\0b', 'x\u202e', ''])(
  'no call takes %j for a name',
  async (promptId) => {
    const { app } = await start();
    const name = { promptId, language: null };
    if (promptId === 'x\u202e') {
      await expect(app.ask('promptlibrary.open', name)).rejects.toMatchObject({ code: 'prompt-unknown' });
      return;
    }
    for (const call of ['open', 'source', 'remove'] as const) {
      await expect(app.ask(`promptlibrary.${call}`, name)).rejects.toMatchObject({ code: 'invalid-input' });
    }
    const saved = app.ask('promptlibrary.save', { ...name, content: CONTENT, digest: null });
    await expect(saved).rejects.toMatchObject({ code: 'invalid-input' });
  },
);

test('titles that are paths, devices or languages become harmless names', async () => {
  const { app, prompts } = await start();
  for (const title of ['../../etc/passwd', 'con', 'ohje.fi', '...', 'Sama', 'sama', 'minutes']) {
    await app.ask('promptlibrary.save', {
      ...{ promptId: null, language: null, content: { ...CONTENT, title }, digest: null },
    });
  }
  const names = await readdir(prompts);
  expect(names.sort()).toEqual(
    ['etc passwd.md', '_con.md', 'ohje fi.md', 'prompt.md', 'Sama.md', 'sama (2).md', 'minutes (2).md'].sort(),
  );
});

test('files are taken in under harmless names, together with their other language, and none twice', async () => {
  const { app, prompts } = await start();
  await writeFile(join(prompts, 'retki.fi.md'), 'oma');
  const files = [
    { name: 'jakso/retki.fi.md', text: 'vieras' },
    { name: 'jakso/retki.en.md', text: 'foreign' },
    { name: '../../../ylös.md', text: 'ylös' },
    { name: 'C:\\kansio\\ylös.md', text: 'toinen' },
    { name: 'NUL.md', text: 'laite' },
    { name: 'KUVA.MARKDOWN', text: 'kuva' },
    { name: 'ohje.txt', text: 'ohje' },
    { name: '.md', text: 'nimetön' },
    { name: 'nolla.md', text: 'a\0' },
    { name: 'pitkä.md', text: 'ä'.repeat(60_000) },
  ];
  const first = await app.ask('promptlibrary.import', { files });
  expect(first).toMatchObject({ added: 6, alreadyThere: 0 });
  expect(first.refused.map(({ name, reason }) => [name, reasonText(reason, 'en')])).toEqual([
    ['ohje.txt', 'its name is not that of a Markdown file (.md)'],
    ['.md', 'its name is not that of a Markdown file (.md)'],
    ['nolla.md', 'it is not text in UTF-8'],
    ['pitkä.md', 'it takes more than 100000 bytes'],
  ]);
  expect((await readdir(prompts)).sort()).toEqual(
    [...['retki.fi.md', 'retki (2).fi.md', 'retki (2).en.md', 'ylös.md', 'ylös (2).md', '_NUL.md', 'KUVA.md']].sort(),
  );
  const again = await app.ask('promptlibrary.import', {
    files: [
      { name: 'retki.fi.md', text: 'oma' },
      { name: 'ylös.md', text: 'ylös' },
    ],
  });
  expect(again).toEqual({ added: 0, alreadyThere: 2, refused: [] });
});

test('everything is exported as files that are taken in elsewhere without a new copy', async () => {
  const { app, prompts, outside } = await start();
  await writeFile(join(prompts, 'retki.fi.md'), 'oma');
  await writeFile(join(prompts, 'kuva.md'), new Uint8Array([0xff]));
  const path = join(outside, 'kehotteet');
  expect(await app.ask('promptlibrary.export', { path })).toEqual({ path, files: 25, leftOut: 1 });
  const names = await readdir(path);
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(path, name), 'utf8') })),
  );
  expect(await app.ask('promptlibrary.import', { files })).toEqual({ added: 0, alreadyThere: 25, refused: [] });
  await expect(app.ask('promptlibrary.export', { path })).rejects.toMatchObject({ code: 'path-exists' });
  await expect(app.ask('promptlibrary.export', { path: join(prompts, 'x') })).rejects.toMatchObject({
    code: 'path-own-data',
  });
});

test('a file that another program adds or edits is noticed by the running app', async () => {
  const dataFolder = await temporaryFolder();
  const prompts = join(dataFolder, 'prompts');
  await mkdir(prompts);
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  let heard = 0;
  app.listen((name) => (heard += name === 'promptlibrary.changed' ? 1 : 0));
  await expect.poll(() => heard, { timeout: 20_000 }).toBeGreaterThan(0);
  for (const text of ['yksi', 'yksi ja kaksi']) {
    const before = heard;
    await writeFile(join(prompts, 'retki.md'), text);
    await expect.poll(() => heard, { timeout: 20_000 }).toBeGreaterThan(before);
    expect((await app.ask('promptlibrary.open', { promptId: 'retki', language: null })).content.body).toBe(text);
  }
});

test('of more files than can be read the rest is counted', async () => {
  const { app, prompts } = await start();
  for (let number = 0; number < 503; number += 1) await writeFile(join(prompts, `kehote ${number}.md`), 'x');
  expect(await own(app)).toHaveLength(500);
  expect((await app.ask('promptlibrary.list', {})).unread).toBe(3);
});
