import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EngineConnection } from '../../../src-main/core/engine/engine-connection.ts';
import { forkChild } from '../../../src-main/shells/fork-child.ts';
import { ENGINE_ENTRY } from '../../builders/engine.ts';
import { writeShapedGguf } from '../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

test('every step of measuring threads is a sign of life', async () => {
  const path = join(await temporaryFolder(), 'model.gguf');
  const square = { width: 1024, feedForwardWidth: 1024, heads: 8, keyValueHeads: 8 };
  await writeShapedGguf(path, { ...square, layers: 5, vocabulary: 512, contextTokens: 512, type: 'F16' });
  const connection = await EngineConnection.open(
    {
      spawn: forkChild,
      entries: {
        engine: ENGINE_ENTRY,
        convert: '',
        convertWorker: '',
        scoring: '',
        tokenizer: '',
        language: '',
        verdict: '',
        document: '',
        history: '',
      },
    },
    { backend: 'cpu', signal: new AbortController().signal },
  );
  onTestFinished(() => connection.kill());
  let signs = 0;
  const load = { kind: 'load', path, maxContextTokens: 512, kvCacheType: 'f16', maxGpuLayers: null } as const;
  const rest = { adapters: [], sequences: 1, speculation: { kind: 'off' }, threads: null } as const;
  const { model } = await connection.ask({ ...load, ...rest }, 'loaded', {
    onProgress: ({ kind }) => {
      if (kind === 'alive') signs += 1;
    },
  });
  expect(model.threads).not.toBeNull();
  expect(signs).toBeGreaterThanOrEqual(3);
});
