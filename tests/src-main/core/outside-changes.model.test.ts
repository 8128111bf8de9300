import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EventName, EventPayload } from '#contract/contract';
import type { App } from '../../../src-main/core/app.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { convertAdapter } from '../../../src-main/core/convert/convert-adapter.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../builders/adapter.ts';
import { GUIDE_CHECKPOINT } from '../../builders/conversion-ports.ts';
import { runSarvi } from '../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';
import { byteTokens, writeTinyGguf } from '../../builders/tiny-gguf.ts';

const TEMPLATE = '{% for message in messages %}{{ message.content }}{% endfor %}';

/** Resolves with the first event that matches, from now on. */
function hear<Name extends EventName>(
  window: App,
  name: Name,
  matches: (payload: EventPayload<Name>) => boolean,
): Promise<EventPayload<Name>> {
  return new Promise((resolve) => {
    const stop = window.listen((heard, payload) => {
      const given = payload as EventPayload<Name>;
      if (String(heard) !== name || !matches(given)) return;
      stop();
      resolve(given);
    });
  });
}

test('an open window shows what the command line adds: a model, an accepted licence, and a conversation', async () => {
  const folder = await temporaryFolder();
  const window = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => window.dispose());
  const sarvi = (...args: string[]): ReturnType<typeof runSarvi> => runSarvi([...args, '--data-dir', folder, '--json']);
  const path = join(folder, 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), chatTemplate: TEMPLATE, licence: 'llama3.2' });
  const added = hear(window, 'models.changed', (models) => models.length === 1);
  expect((await sarvi('import', path, '--in-place')).status).toBe(0);
  const [model] = await added;
  expect(model).toMatchObject({ inPlacePath: path, available: true });
  expect(await window.ask('models.list', {})).toEqual([model]);

  const accepted = hear(window, 'settings.changed', ({ acceptedLicences }) => acceptedLicences.includes('llama3.2'));
  const told = hear(
    window,
    'conversation.changed',
    (change) => change.kind === 'outside' && change.conversations.some(({ title }) => title !== ''),
  );
  const chat = await sarvi('chat', '--prompt', 'Hei Sarvi', '--max-tokens', '2', '--accept-licence');
  expect(chat.status).toBe(0);
  const { acceptedLicences } = await accepted;
  expect((await window.ask('settings.get', {})).acceptedLicences).toEqual(acceptedLicences);
  const conversationId = chat.lines.at(-1)?.['conversationId'];
  expect(await told).toMatchObject({ conversations: [{ id: conversationId }] });
  const open = await window.ask('conversations.open', { conversationId: String(conversationId) });
  expect(open.branch.map(({ role }) => role)).toEqual(['user', 'assistant']);

  // What the window does itself is not told a second time, and its settings are what the command line finds.
  await window.ask('settings.update', { systemPrompt: 'Ole lyhyt.' });
  const next = await sarvi('chat', '--prompt', 'Moi', '--max-tokens', '1');
  const { conversation } = await window.ask('conversations.open', {
    conversationId: String(next.lines.at(-1)?.['conversationId']),
  });
  expect(conversation.systemPrompt).toBe('Ole lyhyt.');
});

test('an open window shows adapters that another process adds, renames and removes', async () => {
  const folder = await temporaryFolder();
  const window = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => window.dispose());
  const other = await createCheckedApp(createNodePorts({ shell: 'cli', dataFolder: folder }));
  onTestFinished(() => other.dispose());
  const path = join(folder, 'runot.gguf');
  const factors = randomFactors([['model.layers.0.self_attn.q_proj', 256, 256]], 4);
  const adapterPath = await writeAdapter(join(folder, 'runot'), adapterFiles(factors, { alpha: 8 }));
  await convertAdapter({ adapterPath, outputPath: path, basePath: GUIDE_CHECKPOINT });

  const added = hear(window, 'adapters.changed', (adapters) => adapters.length === 1);
  const adapter = await other.ask('adapters.import', { path });
  expect(await added).toEqual([adapter]);
  const renamed = hear(window, 'adapters.changed', ([one]) => one?.name === 'Kirjakieli');
  await other.ask('adapters.rename', { adapterId: adapter.id, name: 'Kirjakieli' });
  expect(await renamed).toEqual(await window.ask('adapters.list', {}));
  const removed = hear(window, 'adapters.changed', (adapters) => adapters.length === 0);
  await other.ask('adapters.remove', { adapterId: adapter.id });
  expect(await removed).toEqual(await window.ask('adapters.list', {}));
});
