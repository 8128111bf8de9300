import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { byteTokens, writeTinyGguf } from '../../../builders/tiny-gguf.ts';

const TEMPLATE = '{% for message in messages %}{{ message.content }}{% endfor %}';

test('a model of Llama’s licence answers once its terms are accepted; presets begin a conversation', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), chatTemplate: TEMPLATE, licence: 'llama3.2' });
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  const signal = new AbortController().signal;
  const request = { source: { kind: 'path', path }, mode: 'in-place' } as const;
  const { modelId } = await app.importModel(request, { signal, onProgress: () => undefined });
  const id = modelId ?? '';
  const preset = { id: 'short', name: 'Short', systemPrompt: 'Be brief.', sampling: { maxTokens: 2 } };
  await app.ask('settings.update', { presets: [preset], modelPresets: { [id]: 'short' }, systemPrompt: 'Usual.' });
  const conversation = await app.ask('conversations.create', { modelId: id });
  expect(conversation).toMatchObject({ systemPrompt: 'Be brief.', sampling: { maxTokens: 2 }, modelId: id });
  expect(await app.ask('conversations.create', {})).toMatchObject({ systemPrompt: 'Usual.', sampling: {} });

  const message = { conversationId: conversation.id, parentId: null, text: 'Hei' };
  await expect(app.ask('chat.send', message)).rejects.toMatchObject({
    code: 'licence-not-accepted',
    details: { modelId: id, licence: 'Llama 3.2 Community License' },
  });
  await app.ask('settings.update', { acceptedLicences: ['llama3.2'] });
  expect((await app.ask('chat.send', message)).userMessage.text).toBe('Hei');
  await app.ask('models.remove', { modelId: id }).catch(() => undefined);
});

test('the command line tells of the licence once, and takes a yes as an option', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), chatTemplate: TEMPLATE, licence: 'llama3.1' });
  const chat = ['chat', '--model', path, '--prompt', 'Hei', '--max-tokens', '2', '--greedy', '--data-dir', folder];
  const refused = await runSarvi([...chat, '--json']);
  expect(refused.status).toBe(1);
  expect(refused.lines[0]).toMatchObject({ type: 'licence', licence: 'llama3.1' });
  expect(refused.lines.at(-1)).toMatchObject({ type: 'error', code: 'licence-not-accepted' });
  const accepted = await runSarvi([...chat, '--accept-licence']);
  expect([accepted.status, accepted.stderr]).toEqual([0, expect.stringContaining('Llama 3.1 Community License')]);
  const again = await runSarvi([...chat, '--json']);
  expect([again.status, again.lines.filter(({ type }) => type === 'licence')]).toEqual([0, []]);
});
