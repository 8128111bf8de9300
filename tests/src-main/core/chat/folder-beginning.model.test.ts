import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { App } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { until } from '../../../builders/states.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function open(dataFolder: string) {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  let disposed: Promise<void> | undefined;
  const dispose = () => (disposed ??= app.dispose());
  onTestFinished(dispose);
  return { app, dispose };
}

async function say(app: App, conversationId: string, text: string): Promise<Message> {
  const ended = new Promise<Message>((resolve) => {
    const stop = app.listen((name, payload) => {
      const event = payload as GenerationEvent;
      if (name !== 'generation.changed' || (event.kind !== 'finished' && event.kind !== 'failed')) return;
      stop();
      resolve(event.message);
    });
  });
  await app.ask('chat.send', { conversationId, parentId: null, text });
  return ended;
}

async function begin(app: App, folderId: string | undefined, systemPrompt: string): Promise<string> {
  const { id } = await app.ask('conversations.create', { systemPrompt, ...(folderId ? { folderId } : {}) });
  await app.ask('conversations.update', { conversationId: id, sampling: { temperature: 0, maxTokens: 4 } });
  return id;
}

test('the beginning of a folder is read once, however many conversations use it, also after a restart', async () => {
  const dataFolder = await temporaryFolder();
  const { app, dispose } = await open(dataFolder);
  const { path } = await guideModel();
  const signal = new AbortController().signal;
  const source = { kind: 'path', path } as const;
  await app.importModel({ source, mode: 'in-place' }, { signal, onProgress: () => undefined });
  const { id: folderId } = await app.ask('folders.create', { name: 'Retki' });
  await app.ask('folders.update', { folderId, instructions: 'Answer in few words.' });
  const text = Array.from({ length: 60 }, (_, index) => `Line ${index} of the plan.`).join('\n');
  await app.ask('folders.addFile', { folderId, name: 'plan.txt', text });

  const alone = await say(app, await begin(app, undefined, ''), 'Who are you?');
  const first = await say(app, await begin(app, folderId, ''), 'Who are you?');
  const tokens = (message: Message) => (message.generation?.freshTokens ?? 0) + (message.generation?.cachedTokens ?? 0);
  const folderTokens = tokens(first) - tokens(alone);
  expect(folderTokens).toBeGreaterThan(300);
  const states = async () =>
    (await readdir(join(dataFolder, 'states')).catch(() => [])).filter((name) => name.endsWith('.json')).length;
  await until(async () => (await states()) >= 3);
  // Another conversation, with a system prompt of its own after what the folder gives.
  const second = await say(app, await begin(app, folderId, 'Be kind.'), 'Kuka olet?');
  expect(second.generation?.cachedTokens).toBeGreaterThan(folderTokens - 20);
  await dispose();

  const { app: again } = await open(dataFolder);
  const third = await say(again, await begin(again, folderId, ''), 'What is Sarvi?');
  expect(third.generation?.cachedTokens).toBeGreaterThan(folderTokens - 20);

  const without = await begin(again, folderId, '');
  await again.ask('conversations.update', { conversationId: without, withoutFolder: true });
  expect(tokens(await say(again, without, 'Who are you?'))).toBe(tokens(alone));
});
