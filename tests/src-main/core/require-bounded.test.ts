import { expect, it, onTestFinished } from 'vitest';
import { join } from 'node:path';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

it('refuses a call with millions of wrong items without looking at each', async () => {
  const app = await createCheckedApp(
    createNodePorts({ shell: 'cli', dataFolder: join(await temporaryFolder(), 'data') }),
  );
  onTestFinished(() => app.dispose());
  const refused = { ok: false, error: { code: 'invalid-input' } };
  const before = process.memoryUsage().rss;
  const wrong = Array.from({ length: 3_000_000 }, () => 1);
  expect(await app.call('chat.renderPrompt', { modelId: 'x', messages: wrong })).toMatchObject(refused);
  expect(await app.call('chat.renderPrompt', { modelId: 'x', messages: wrong.slice(0, 400_000) })).toMatchObject(
    refused,
  );
  let deep: unknown = [];
  for (let level = 0; level < 600_000; level += 1) deep = [deep];
  expect(await app.call('chat.renderPrompt', { modelId: 'x', messages: deep })).toMatchObject(refused);
  // One issue for each would take gigabytes.
  expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000);
});
