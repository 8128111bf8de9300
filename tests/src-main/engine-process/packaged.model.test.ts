import { expect, test } from 'vitest';
import { probeBackend } from '../../../src-main/core/engine/backends/probe-backend.ts';
import { forkChild } from '../../../src-main/shells/fork-child.ts';
import { answer, ENGINE_ENTRY, openTestEngine, user } from '../../builders/engine.ts';
import { guideModel } from '../../builders/guide-gguf.ts';

/** The processes are like utility processes of the packaged app, which can fork nothing. */
const PACKAGED = {
  NODE_OPTIONS: `--import=${new URL('../../electron-double/utility-parent-port.mjs', import.meta.url).href}`,
};

test('the engine of the packaged app answers', async () => {
  const { engine } = openTestEngine({}, ENGINE_ENTRY, PACKAGED);
  const { text } = await answer(engine, await guideModel(), [user('Kuka olet?')]);
  expect(text).toMatch(/^Olen Sarven pieni sisäänrakennettu opasmalli/);
});

test('a probe of the packaged app finds the processor', async () => {
  const spawn: typeof forkChild = (path, options) => forkChild(path, { ...options, environment: PACKAGED });
  const entries = { engine: ENGINE_ENTRY } as Parameters<typeof probeBackend>[0]['entries'];
  expect(await probeBackend({ spawn, entries }, 'cpu')).toEqual({
    state: 'works',
    devices: [],
    totalBytes: 0,
    freeBytes: 0,
  });
});
