import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { App } from '../../../src-main/core/app.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

async function openApp(): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() }));
  onTestFinished(() => app.dispose());
  return app;
}

/** Resolves with the first event of one of `kinds`. */
function event(app: App, ...kinds: GenerationEvent['kind'][]): Promise<GenerationEvent> {
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      if (name !== 'generation.changed') return;
      const generation = payload as GenerationEvent;
      if (!kinds.includes(generation.kind)) return;
      stop();
      resolve(generation);
    });
  });
}

test('a call that is unknown, or whose input is not as declared, is answered with an error and not thrown', async () => {
  const app = await openApp();
  const refusal = { ok: false, error: { code: 'invalid-input' } };
  expect(await app.call('constructor', {})).toMatchObject(refusal);
  expect(await app.call('conversations.open', { conversationId: '../x' })).toMatchObject(refusal);
  expect(await app.call('conversations.open', { conversationId: 'x', more: 1 })).toMatchObject(refusal);
  expect(await app.call('conversations.open', { conversationId: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'conversation-unknown' },
  });
});

test('removing a conversation stops its answer', async () => {
  const app = await openApp();
  const signal = new AbortController().signal;
  await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  const { id: conversationId } = await app.ask('conversations.create', {});
  // An answer of this grammar comes to no end by itself.
  const grammar = { kind: 'gbnf' as const, text: 'root ::= [a-z ] root' };
  await app.ask('conversations.update', { conversationId, sampling: { grammar, maxTokens: 100_000 } });
  const begun = event(app, 'text');
  const ended = event(app, 'finished', 'failed');
  await app.ask('chat.send', { conversationId, parentId: null, text: 'Kerro kaikki.' });
  await begun;
  await app.ask('conversations.remove', { conversationId });
  const end = await ended;
  expect(end).toMatchObject({ kind: 'finished', message: { stopReason: 'stopped' } });
});

test('a conversation keeps the name of a model that was renamed and then removed', async () => {
  const app = await openApp();
  const signal = new AbortController().signal;
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  const id = modelId ?? expect.unreachable('the guide was not imported');
  const made = await app.ask('conversations.create', { modelId: id });
  const [model] = await app.ask('models.list', {});
  expect([made.modelId, made.modelName]).toEqual([id, model?.name]);

  await app.ask('models.rename', { modelId: id, name: 'Vanha ystävä' });
  await app.ask('settings.update', { draftModelId: id });
  await app.ask('models.remove', { modelId: id });
  expect(await app.ask('settings.get', {})).toMatchObject({ defaultModelId: null, draftModelId: null });
  const { conversation } = await app.ask('conversations.open', { conversationId: made.id });
  expect([conversation.modelId, conversation.modelName]).toEqual([id, 'Vanha ystävä']);
});

test('every renderer hears of folders, tags, drafts and what they change', async () => {
  const app = await openApp();
  const heard: string[] = [];
  app.listen((name, payload) => {
    // Comes when the watch of its folder begins, whatever is asked.
    if (name === 'promptlibrary.changed') return;
    heard.push(payload !== null && 'kind' in payload ? `${name} ${payload.kind}` : name);
  });
  const { id: conversationId } = await app.ask('conversations.create', {});
  const folder = await app.ask('folders.create', { name: 'Työ' });
  const tag = await app.ask('tags.create', { name: 'Tärkeä', colour: 3 });
  await app.ask('conversations.update', { conversationId, folderId: folder.id, tagIds: [tag.id] });
  await app.ask('drafts.put', { conversationId, text: 'Kesken' });
  expect(await app.ask('drafts.list', {})).toEqual([{ conversationId, text: 'Kesken' }]);
  await app.ask('tags.remove', { tagId: tag.id });
  await app.ask('conversations.remove', { conversationId });
  expect((await app.ask('trash.list', { limit: 10 })).conversations.map(({ id }) => id)).toEqual([conversationId]);
  await app.ask('trash.empty', {});
  expect(heard).toEqual([
    'conversation.changed changed',
    'folders.changed',
    'tags.changed',
    'conversation.changed changed',
    'draft.changed',
    'tags.changed',
    'conversation.changed many',
    'conversation.changed removed',
    'conversation.changed deleted',
  ]);
});
