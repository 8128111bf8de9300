import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const SENDER = join(import.meta.dirname, '../../../builders/fault-writers/killed-sender.ts');

async function openApp(dataFolder: string): Promise<App> {
  return createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
}

test.each(['a process starts', 'the page hears of the answer', 'it is sent'])(
  'a message is in the history when Sarvi is killed as %s',
  async (moment) => {
    const dataFolder = await temporaryFolder();
    const before = await openApp(dataFolder);
    const path = (await guideModel()).path;
    const signal = new AbortController().signal;
    const source = { kind: 'path', path } as const;
    await before.importModel({ source, mode: 'in-place' }, { signal, onProgress: () => undefined });
    await before.dispose();

    const sender = spawn(process.execPath, [SENDER, dataFolder, moment], { stdio: ['ignore', 'inherit', 'inherit'] });
    onTestFinished(() => void sender.kill('SIGKILL'));
    const [, ending] = (await once(sender, 'exit')) as [number | null, NodeJS.Signals | null];
    if (process.platform !== 'win32') expect(ending).toBe('SIGKILL');

    const after = await openApp(dataFolder);
    onTestFinished(() => after.dispose());
    const { conversations } = await after.ask('conversations.list', { limit: 10 });
    const { branch } = await after.ask('conversations.open', { conversationId: conversations[0]?.id ?? '' });
    expect(branch).toMatchObject([
      { role: 'user', text: 'Muista tämä.' },
      { role: 'assistant', streaming: false, stopReason: 'failed' },
    ]);
  },
);
