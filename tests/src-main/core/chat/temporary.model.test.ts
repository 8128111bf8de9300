import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import { isTemporary } from '#contract/temporary-calls';
import type { App } from '../../../../src-main/core/app.ts';
import type { Child, Ports } from '../../../../src-main/core/ports.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { filesWith } from '../../../builders/words-on-disk.ts';

const KILLED = join(import.meta.dirname, '../../../builders/fault-writers/killed-temporary.ts');
/** Words that no file of Sarvi has. */
const SECRET = 'sinikuusamalampöäläinen';
const DRAFT = 'karhunkierroslaukkuöinen';
const PROMPT = 'tunturihaukansiipiäinen';
const ORDINARY = 'näkinkenkälaatikkoöljy';
const SECRETS = [SECRET, DRAFT, PROMPT];

let path = '';
beforeAll(async () => ({ path } = await guideModel()));

async function open(dataFolder: string, wrap: (ports: Ports) => Ports = (ports) => ports) {
  const app = await createCheckedApp(wrap(createNodePorts({ shell: 'web', dataFolder })));
  let disposed: Promise<void> | undefined;
  const dispose = () => (disposed ??= app.dispose());
  onTestFinished(dispose);
  return { app, dispose };
}

async function withModel(dataFolder: string, wrap?: (ports: Ports) => Ports) {
  const opened = await open(dataFolder, wrap);
  const signal = new AbortController().signal;
  const source = { kind: 'path', path } as const;
  await opened.app.importModel({ source, mode: 'in-place' }, { signal, onProgress: () => undefined });
  return opened;
}

/** Waits for an event of an answer. */
function next(app: App, kinds: readonly GenerationEvent['kind'][]): Promise<GenerationEvent> {
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      const event = payload as GenerationEvent;
      if (name !== 'generation.changed' || !kinds.includes(event.kind)) return;
      stop();
      resolve(event);
    });
  });
}

async function say(app: App, conversationId: string, text: string): Promise<GenerationEvent> {
  const ended = next(app, ['finished', 'failed']);
  const { leafId } = await app.ask('conversations.open', { conversationId });
  await app.ask('chat.send', { conversationId, parentId: leafId, text });
  return ended;
}

async function begin(app: App): Promise<string> {
  const { id } = await app.ask('conversations.create', { temporary: true, systemPrompt: PROMPT });
  await app.ask('conversations.update', { conversationId: id, sampling: { temperature: 0, maxTokens: 12 } });
  return id;
}

const stateFiles = (dataFolder: string): Promise<string[]> => readdir(join(dataFolder, 'states')).catch(() => []);

test('nothing of a temporary conversation reaches the disk, whatever is done in it', async () => {
  const dataFolder = await temporaryFolder();
  const { app, dispose } = await withModel(dataFolder);
  const id = await begin(app);
  const answered = await say(app, id, `Who is ${SECRET}?`);
  if (answered.kind !== 'finished') throw new Error(JSON.stringify(answered));
  const answer = answered.message;
  await say(app, id, `And ${SECRET} again?`);
  const ended = next(app, ['finished', 'failed']);
  await app.ask('chat.regenerate', { conversationId: id, messageId: answer.id });
  await ended;
  await app.ask('chat.editAnswer', { conversationId: id, messageId: answer.id, text: `Edited ${SECRET}` });
  const { branch } = await app.ask('conversations.open', { conversationId: id });
  const removed = await app.ask('messages.remove', { conversationId: id, messageId: branch.at(-1)?.id ?? '' });
  await app.ask('messages.restore', { removalId: removed.removalId });
  await app.ask('drafts.put', { conversationId: id, text: DRAFT });
  await app.ask('conversations.update', { conversationId: id, title: `${SECRET} ${DRAFT}` });
  const leafId = branch.at(-1)?.id ?? '';
  expect(await app.ask('conversations.find', { conversationId: id, leafId, text: SECRET })).toMatchObject({ total: 2 });
  expect((await app.ask('history.search', { query: SECRET })).total).toBe(0);
  expect((await app.ask('conversations.list', { limit: 10 })).conversations).toEqual([]);
  expect((await app.ask('drafts.list', {})).map(({ conversationId }) => conversationId)).toEqual([id]);
  expect((await app.ask('conversations.markdown', { conversationId: id, language: 'en' })).text).toContain(SECRET);
  for (const act of [
    app.ask('answers.rate', { messageId: answer.id, thumb: 'up' }),
    app.ask('bookmarks.set', { messageId: answer.id, bookmarked: true }),
  ]) {
    await expect(act).rejects.toMatchObject({ code: 'message-unknown' });
  }
  await app.ask('history.backUp', {});
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
  expect(await stateFiles(dataFolder)).toEqual([]);

  // An ordinary conversation is found by the same means.
  const { id: ordinary } = await app.ask('conversations.create', {});
  await app.ask('drafts.put', { conversationId: ordinary, text: ORDINARY });
  expect(await filesWith(dataFolder, [ORDINARY])).not.toEqual([]);

  await app.ask('temporary.discard', { conversationId: id });
  await expect(app.ask('conversations.open', { conversationId: id })).rejects.toMatchObject({
    code: 'conversation-unknown',
  });
  await dispose();
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
  const again = await open(dataFolder);
  expect((await again.app.ask('temporary.list', {})).conversations).toEqual([]);
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
});

test('nothing of it is on the disk after a crash of the engine, and it goes on', async () => {
  const dataFolder = await temporaryFolder();
  const children: Child[] = [];
  const { app } = await withModel(dataFolder, (ports) => ({
    ...ports,
    spawn(...args) {
      const child = ports.spawn(...args);
      if (args[1].title.includes('engine')) children.push(child);
      return child;
    },
  }));
  const id = await begin(app);
  await app.ask('conversations.update', { conversationId: id, sampling: { temperature: 0, maxTokens: 2000 } });
  const writing = next(app, ['text']);
  const ended = next(app, ['failed', 'finished']);
  await app.ask('chat.send', { conversationId: id, parentId: null, text: `Who is ${SECRET}?` });
  await writing;
  for (const child of children) child.kill();
  await ended;
  expect(children).not.toEqual([]);
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
  expect((await app.ask('temporary.list', {})).conversations).toMatchObject([{ id }]);
});

test('nothing of it is on the disk when Sarvi is killed in the middle of an answer', async () => {
  const dataFolder = await temporaryFolder();
  const { dispose } = await withModel(dataFolder);
  await dispose();
  const process_ = spawn(process.execPath, [KILLED, dataFolder, SECRET], { stdio: ['ignore', 'inherit', 'inherit'] });
  onTestFinished(() => void process_.kill('SIGKILL'));
  const [, ending] = (await once(process_, 'exit')) as [number | null, NodeJS.Signals | null];
  if (process.platform !== 'win32') expect(ending).toBe('SIGKILL');
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
  const { app } = await open(dataFolder);
  expect((await app.ask('conversations.list', { limit: 10 })).conversations).toEqual([]);
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
});

test('one that is kept becomes an ordinary conversation, and only then', async () => {
  const dataFolder = await temporaryFolder();
  const { app } = await withModel(dataFolder);
  const id = await begin(app);
  await say(app, id, `Who is ${SECRET}?`);
  await app.ask('drafts.put', { conversationId: id, text: DRAFT });
  const before = await app.ask('conversations.open', { conversationId: id });
  expect(await filesWith(dataFolder, SECRETS)).toEqual([]);
  const kept = await app.ask('temporary.keep', { conversationId: id });
  expect(isTemporary(kept.id)).toBe(false);
  expect((await app.ask('temporary.list', {})).conversations).toEqual([]);
  const after = await app.ask('conversations.open', { conversationId: kept.id });
  const said = ({ branch }: typeof after) => branch.map(({ text, role, generation }) => ({ text, role, generation }));
  expect(said(after)).toEqual(said(before));
  expect(after.conversation).toMatchObject({ title: before.conversation.title, systemPrompt: PROMPT });
  expect(await app.ask('drafts.list', {})).toEqual([{ conversationId: kept.id, text: DRAFT }]);
  expect((await app.ask('history.search', { query: SECRET })).total).toBeGreaterThan(0);
  expect(await filesWith(dataFolder, [SECRET])).not.toEqual([]);
  expect(await say(app, kept.id, 'Goes on?')).toMatchObject({ kind: 'finished' });
});

test('what is not temporary is neither kept nor discarded, and one is not kept while it is answered', async () => {
  const { app } = await withModel(await temporaryFolder());
  const { id: ordinary } = await app.ask('conversations.create', {});
  for (const conversationId of [ordinary, 'temporary.nowhere']) {
    for (const name of ['temporary.keep', 'temporary.discard'] as const) {
      await expect(app.ask(name, { conversationId })).rejects.toMatchObject({ code: 'conversation-unknown' });
    }
  }
  const id = await begin(app);
  await app.ask('conversations.update', { conversationId: id, sampling: { maxTokens: 2000 } });
  const writing = next(app, ['text']);
  await app.ask('chat.send', { conversationId: id, parentId: null, text: 'Hei' });
  await writing;
  await expect(app.ask('temporary.keep', { conversationId: id })).rejects.toMatchObject({ code: 'generation-running' });
  await app.ask('temporary.discard', { conversationId: id });
  expect((await app.ask('temporary.list', {})).conversations).toEqual([]);
  await app.ask('temporary.keep', { conversationId: await begin(app) });
  expect((await app.ask('conversations.list', { limit: 10 })).conversations).toHaveLength(2);
});
