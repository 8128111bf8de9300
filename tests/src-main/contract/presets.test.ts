import { expect, test } from 'vitest';
import { beginningOf } from '#contract/presets';

const TEACHER = { id: 'teacher', name: 'Opettaja', systemPrompt: 'Opeta.', sampling: { topK: 40 } };
const SETTINGS = { presets: [TEACHER], modelPresets: { poro: 'teacher', other: 'gone' }, systemPrompt: 'Ole lyhyt.' };

test('a conversation begins with the preset of its model, else with the settings', () => {
  expect(beginningOf(SETTINGS, 'poro')).toEqual({ systemPrompt: 'Opeta.', sampling: { topK: 40 } });
  for (const modelId of ['guide', 'other', null]) {
    expect(beginningOf(SETTINGS, modelId)).toEqual({ systemPrompt: 'Ole lyhyt.', sampling: {} });
  }
});
