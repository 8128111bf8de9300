import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { addRemote, openEmptyApp, say, serving, talkTo } from '../../../builders/remote-app.ts';

/** Where every socket of this process connects to from now on. */
function watchSockets(): { readonly opened: number } {
  const watched = { opened: 0 };
  const note = (): void => void (watched.opened += 1);
  subscribe('net.client.socket', note);
  onTestFinished(() => void unsubscribe('net.client.socket', note));
  return watched;
}

test('no socket is opened before the user has added an engine', async () => {
  const server = await serving('vllm');
  const sockets = watchSockets();
  const app = await openEmptyApp();
  const { id: conversationId } = await app.ask('conversations.create', {});
  for (const [name, input] of [
    ['remotes.list', {}],
    ['models.list', {}],
    ['engine.status', {}],
    ['settings.get', {}],
    ['privacy.kept', {}],
    ['chat.send', { conversationId, parentId: null, text: 'http://example.com' }],
    ['chat.send', { conversationId, parentId: null, text: server.url }],
    ['comparisons.suggest', {}],
    ['remotes.test', { address: 'http://gpu.example.fi', caPath: null, usesProxy: false }],
    ['remotes.test', { address: 'https://u:p@gpu.example.fi', caPath: null, usesProxy: false }],
  ] as const) {
    await app.call(name, input);
  }
  expect(sockets.opened).toBe(0);

  // The watch sees what it should.
  const engine = await addRemote(app, server.url);
  const added = sockets.opened;
  expect(added).toBeGreaterThan(0);
  await app.ask('remotes.list', {});
  await app.ask('conversations.update', { conversationId, modelId: engine.models[0]?.id });
  await app.call('chat.send', { conversationId, parentId: null, text: 'Hei' });
  expect(sockets.opened).toBe(added);
  const ready = await talkTo(app, engine);
  await say(app, ready, 'Hei');
  expect(sockets.opened).toBeGreaterThan(added);
});
