import { readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { writeShapedGguf } from '../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

/** Large enough that its threads are measured, and so poor that it takes next to no time. */
const LARGE = {
  layers: 2,
  width: 1024,
  feedForwardWidth: 3072,
  heads: 16,
  keyValueHeads: 4,
  vocabulary: 8192,
  contextTokens: 512,
  type: 'F16',
} as const;

/** As on a machine that does nothing else, whatever this one does. */
function replaceLoad(): void {
  const { loadavg } = os;
  const set = (function_: typeof loadavg): void => {
    os.loadavg = function_;
    syncBuiltinESMExports();
  };
  set(() => [0, 0, 0]);
  onTestFinished(() => set(loadavg));
}

test('with how many threads a model is fastest is measured when it is loaded, and kept', async () => {
  replaceLoad();
  const [data, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
  const path = join(elsewhere, 'large.gguf');
  await writeShapedGguf(path, LARGE);
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: data }));
  onTestFinished(() => app.dispose());
  const signal = new AbortController().signal;
  const job = await app.importModel(
    { source: { kind: 'path', path }, mode: 'in-place' },
    { signal, onProgress: () => undefined },
  );
  expect(job).toMatchObject({ state: 'finished', error: null });
  const ended = Promise.withResolvers<undefined>();
  app.listen((name, payload) => {
    const { kind = '' } = payload as { kind?: string };
    if (name === 'generation.changed' && ['finished', 'failed'].includes(kind)) ended.resolve(undefined);
  });
  await app.ask('settings.update', { sampling: { maxTokens: 1 } });
  const { id: conversationId } = await app.ask('conversations.create', {});
  await app.ask('chat.send', { conversationId, parentId: null, text: 'a' });
  await ended.promise;
  const { threads } = JSON.parse(await readFile(join(data, 'threads.json'), 'utf8')) as { threads: object };
  expect(Object.keys(threads)).toEqual([expect.stringContaining('large.gguf')]);
});
