import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Conversation } from '#contract/vocabulary';
import { createApp } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const GUIDE = join(ROOT, 'resources', 'guide-model');

async function conversations(dataFolder: string): Promise<readonly Conversation[]> {
  const app = await createApp(createNodePorts({ shell: 'cli', dataFolder }));
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
