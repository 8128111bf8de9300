import { expect, test } from 'vitest';
import { probeBackend } from '../../../../../src-main/core/engine/backends/probe-backend.ts';
import { forkChild } from '../../../../../src-main/shells/fork-child.ts';
import { ENGINE_ENTRY } from '../../../../builders/engine.ts';

const ports = {
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
};

test('the engine process itself tries the processor, which works, and a backend of another system, which does not', async () => {
  expect(await probeBackend(ports, 'cpu')).toMatchObject({ state: 'works', devices: [] });
  const foreign = process.platform === 'darwin' ? 'cuda' : 'metal';
  expect((await probeBackend(ports, foreign)).state).toBe('unavailable');
});
