import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { App } from '../../../src-main/core/app.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { guideModel } from '../../builders/guide-gguf.ts';
import { until } from '../../builders/states.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

async function say(app: App, conversationId: string, parentId: string | null, text: string): Promise<Message> {
  const ended = Promise.withResolvers<Message>();
  const stopListening = app.listen((name, payload) => {
    if (name !== 'generation.changed') return;
    const event = payload as GenerationEvent;
    if (event.kind === 'finished' || event.kind === 'failed') ended.resolve(event.message);
  });
  await app.ask('chat.send', { conversationId, parentId, text });
  const message = await ended.promise;
  stopListening();
  return message;
}

test('the app restores what it has read after a restart, and forgets it with its conversation', async () => {
  const data = await temporaryFolder();
  const states = async (): Promise<number> =>
    (await readdir(join(data, 'states')).catch(() => [])).filter((name) => name.endsWith('.json')).length;
  const app = await openApp(data);
  const { path } = await guideModel();
  const job = await app.importModel(
    { source: { kind: 'path', path } },
    { signal: new AbortController().signal, onProgress: () => {} },
  );
  const modelId = job.modelId ?? expect.unreachable(job.error?.message ?? '');
  await app.ask('settings.update', { sampling: { temperature: 0 } });
  const [kept, removed] = [await app.ask('conversations.create', {}), await app.ask('conversations.create', {})];
  const first = await say(app, kept.id, null, 'Kuka olet?');
  await until(async () => (await states()) === 1);
  await say(app, removed.id, null, 'Who are you?');
  await until(async () => (await states()) === 2);
  await app.ask('conversations.remove', { conversationId: removed.id });
  await until(async () => (await states()) === 1);
  await app.dispose();

  const again = await openApp(data);
  const next = await say(again, kept.id, first.id, 'Who are you?');
  const held = (first.generation?.freshTokens ?? 0) + (first.generation?.generatedTokens ?? 0);
  expect(next.generation?.cachedTokens).toBe(held);

  // Another window: the state is of no use, and the engine loads the model anew.
  await again.ask('settings.update', { contextTokens: { [modelId]: 1024 } });
  const narrow = await say(again, kept.id, next.id, 'Kiitos!');
  expect(narrow.generation).toMatchObject({ contextTokens: 1024, cachedTokens: 0, memoryBeginsAt: null });
  await again.ask('settings.update', { stateBudgetBytes: 0 });
  await until(async () => (await states()) === 0);

  await again.ask('models.remove', { modelId });
  expect((await again.ask('settings.get', {})).contextTokens).toEqual({});
});
