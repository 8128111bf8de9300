import { expect, test } from 'vitest';
import type { Bridge } from '#contract/contract';
import { DEFAULT_SETTINGS, type Settings } from '#contract/settings';
import { SettingsState } from '../../../src-renderer/state/settings.svelte.ts';

/** A core that answers when the test says so. */
function openState() {
  const answers: ((result: unknown) => void)[] = [];
  let tell: (settings: Settings) => void = () => undefined;
  const bridge = {
    call: () => new Promise((resolve) => answers.push(resolve)),
    listen: (_: string, listener: (settings: Settings) => void) => {
      tell = listener;
      return () => undefined;
    },
  } as unknown as Bridge;
  const state = new SettingsState(bridge);
  return {
    state,
    tell: (settings: Settings) => tell(settings),
    answer: (result: unknown) => answers.shift()?.(result),
  };
}

const ok = (change: Partial<Settings>) => ({ ok: true, value: { ...DEFAULT_SETTINGS, ...change } });
const failed = { ok: false, error: { code: 'disk-full', details: {}, message: '' } };

test('an older answer does not take back what was changed after it', async () => {
  const { state, answer, tell } = openState();
  const first = state.update({ language: 'fi' });
  const second = state.update({ theme: 'dark' });
  expect(state.current).toMatchObject({ language: 'fi', theme: 'dark' });
  tell({ ...DEFAULT_SETTINGS, language: 'fi' });
  answer(ok({ language: 'fi' }));
  await first;
  expect(state.current).toMatchObject({ language: 'fi', theme: 'dark' });
  answer(ok({ language: 'fi', theme: 'dark' }));
  await second;
  expect(state.current).toMatchObject({ language: 'fi', theme: 'dark' });
});

test('a change that failed takes only itself back', async () => {
  const { state, answer } = openState();
  const first = state.update({ language: 'fi' });
  const second = state.update({ theme: 'dark' });
  answer(failed);
  expect(await first).toMatchObject({ code: 'disk-full' });
  expect(state.current).toMatchObject({ language: 'system', theme: 'dark' });
  answer(ok({ theme: 'dark' }));
  await second;
  expect(state.current).toMatchObject({ language: 'system', theme: 'dark' });
});
