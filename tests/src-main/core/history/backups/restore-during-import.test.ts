import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TransferJob } from '#contract/transfers';
import { createCheckedApp } from '../../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const CONVERSATIONS = 4000;

function chatgptExport(path: string): void {
  const conversations = Array.from({ length: CONVERSATIONS }, (_, index) => ({
    title: `Keskustelu ${index}`,
    create_time: 1_700_000_000,
    mapping: {
      a: {
        id: 'a',
        parent: null,
        children: [],
        message: {
          id: 'a',
          author: { role: 'user' },
          content: { content_type: 'text', parts: [`Kysymys ${index}`] },
          create_time: 1_700_000_000,
        },
      },
    },
    current_node: 'a',
  }));
  writeFileSync(path, JSON.stringify(conversations));
}

test.each(['history.restore', 'privacy.deleteAll'] as const)('%s ends a running import', async (name) => {
  const folder = await temporaryFolder();
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  const backup = await app.ask('history.backUp', {});
  const path = join(folder, 'conversations.json');
  chatgptExport(path);
  const ended = Promise.withResolvers<TransferJob>();
  const begun = Promise.withResolvers<void>();
  app.listen((event, payload) => {
    if (event !== 'history.transferChanged') return;
    const job = payload as TransferJob;
    if (job.conversationsDone > 0) begun.resolve();
    if (job.state !== 'running') ended.resolve(job);
  });
  await app.ask('history.import', { path });
  await begun.promise;
  if (name === 'history.restore') await app.ask(name, { backupId: backup.id });
  else await app.ask(name, { models: false });

  const job = await ended.promise;
  expect(job).toMatchObject({ state: 'cancelled', error: null });
  expect(job.conversationsDone).toBeLessThan(CONVERSATIONS);
  expect((await app.ask('conversations.list', { limit: 10 })).conversations).toEqual([]);
});
