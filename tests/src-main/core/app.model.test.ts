import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import { createApp, type App } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

async function openApp(): Promise<App> {
  const app = await createApp(createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() }));
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
  // So hot that the answer comes to no end by itself for long.
  await app.ask('conversations.update', { conversationId, sampling: { temperature: 5, maxTokens: 100_000, seed: 4 } });
  const begun = event(app, 'text');
  const ended = event(app, 'finished', 'failed');
  await app.ask('chat.send', { conversationId, parentId: null, text: 'Kerro kaikki.' });
  await begun;
  await app.ask('conversations.remove', { conversationId });
  const end = await ended;
  expect(end).toMatchObject({ kind: 'finished', message: { stopReason: 'stopped' } });
});
