import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Conversation } from '#contract/conversations';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { byteTokens, writeTinyGguf } from '../../../builders/tiny-gguf.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const GUIDE = join(ROOT, 'resources', 'guide-model');

async function conversations(dataFolder: string): Promise<readonly Conversation[]> {
  const app = await createCheckedApp(createNodePorts({ shell: 'cli', dataFolder }));
  try {
    return (await app.ask('conversations.list', { limit: 10 })).conversations;
  } finally {
    await app.dispose();
  }
}

test('nothing is kept of a chat in which nothing was said', async () => {
  const folder = await temporaryFolder();
  const data = ['--data-dir', folder, '--json'];
  expect((await runSarvi(['chat', '--prompt', 'Hei', ...data])).lines.at(-1)).toMatchObject({ code: 'no-model' });
  await runSarvi(['import', GUIDE, '--type', 'Q8_0', ...data]);
  expect((await runSarvi(['chat', ...data])).lines).toEqual([{ type: 'result', conversationId: null, answers: 0 }]);
  expect((await runSarvi(['chat', '--model', 'gone', ...data])).lines.at(-1)).toMatchObject({ code: 'model-unknown' });
  expect(await conversations(folder)).toEqual([]);
});

test('a model from a file answers every message; its name of one run is not kept, and its words cannot steer the terminal', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'guide.gguf');
  await runSarvi(['convert', GUIDE, '--type', 'Q8_0', '--out', model]);
  const chat = ['chat', '--model', model, '--temperature', '0', '--max-tokens', '3', '--data-dir', folder, '--json'];
  const { lines } = await runSarvi(chat, 'Kuka olet?\nHei\n');
  expect(lines.at(-1)).toMatchObject({ type: 'result', answers: 2 });
  expect(await conversations(folder)).toMatchObject([{ id: lines.at(-1)?.['conversationId'], modelId: null }]);

  // A file's own words cannot steer the terminal.
  const messages = join(folder, 'messages.json');
  await writeFile(messages, JSON.stringify([{ role: 'user', content: 'a\u001b[2J\u009b\r\n\tb' }]));
  const template = ['template', '--model', model, '--messages', messages, '--data-dir', folder];
  expect((await runSarvi(template)).stdout).toContain('a\ufffd[2J\ufffd\n\tb');
  expect((await runSarvi([...template, '--json'])).lines.at(-1)?.['prompt']).toContain('a\u001b[2J\u009b\r\n\tb');
});

const TEMPLATE = '{% for message in messages %}{{ message.content }}{% endfor %}';

/** A data folder with a small model, and settings that a window has made. */
async function folderWithSettings(): Promise<{ folder: string; modelId: string }> {
  const folder = await temporaryFolder();
  const path = join(folder, 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), chatTemplate: TEMPLATE });
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  try {
    const watch = { signal: new AbortController().signal, onProgress: (): void => undefined };
    const { modelId } = await app.importModel({ source: { kind: 'path', path }, mode: 'in-place' }, watch);
    const preset = { id: 'short', name: 'Short', systemPrompt: 'Be brief.', sampling: { maxTokens: 2, topK: 7 } };
    await app.ask('settings.update', { presets: [preset], systemPrompt: 'Usual.' });
    return { folder, modelId: modelId ?? '' };
  } finally {
    await app.dispose();
  }
}

test('a chat begins with the prompt of the settings, or the preset of its model, and options go before both', async () => {
  const { folder, modelId } = await folderWithSettings();
  const say = async (...options: string[]): Promise<Conversation | undefined> => {
    await runSarvi(['chat', '--prompt', 'Hei', '--max-tokens', '1', '--data-dir', folder, ...options]);
    return (await conversations(folder))[0];
  };
  expect(await say()).toMatchObject({ systemPrompt: 'Usual.', modelId, sampling: { maxTokens: 1 } });
  const app = await createCheckedApp(createNodePorts({ shell: 'cli', dataFolder: folder }));
  await app.ask('settings.update', { modelPresets: { [modelId]: 'short' } });
  await app.dispose();
  const sampling = { maxTokens: 1, topK: 7 };
  expect(await say()).toMatchObject({ systemPrompt: 'Be brief.', sampling });
  expect(await say('--system', 'Mine.')).toMatchObject({ systemPrompt: 'Mine.', sampling });
});

test('of a chat that is not to be saved no word reaches the disk', async () => {
  const { folder } = await folderWithSettings();
  const chat = ['chat', '--max-tokens', '3', '--no-save', '--data-dir', folder, '--json'];
  const { lines, status } = await runSarvi(chat, 'Salainen kysymys\nToinen\n');
  expect([status, lines.at(-1)]).toEqual([0, { type: 'result', conversationId: null, answers: 2 }]);
  expect(await conversations(folder)).toEqual([]);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    expect([entry.name, bytes.includes('Salainen')]).toEqual([entry.name, false]);
  }
});
