import { expect, test } from 'vitest';
import { tryModel } from '../../../../src-main/core/models/try-model.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('the load test measures no threads and takes the smallest window', async () => {
  const ports = createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() });
  const sent: unknown[] = [];
  const spawn: typeof ports.spawn = (entry, options) => {
    const child = ports.spawn(entry, options);
    return {
      ...child,
      send: (message) => {
        sent.push(message);
        child.send(message);
      },
    };
  };
  const { path } = await guideModel();
  await tryModel({ ...ports, spawn }, path, new AbortController().signal);
  expect(sent).toMatchObject([
    { kind: 'load', path, maxContextTokens: 512, threads: expect.any(Number) as number },
    { kind: 'count' },
  ]);
});
