import { expect, test } from 'vitest';
import { endTokenIds, samplingOf } from '../../../../src-main/core/checkpoint/generation-defaults.ts';

test('takes the recommended sampling, and nothing that the contract does not allow', () => {
  expect(samplingOf({ do_sample: true, temperature: 0.7, top_p: 0.9, top_k: 50, max_new_tokens: 500 })).toEqual({
    temperature: 0.7,
    topP: 0.9,
    topK: 50,
    maxTokens: 500,
  });
  expect(samplingOf({ do_sample: false, temperature: 0.7 })).toEqual({ temperature: 0 });
  expect(samplingOf({ temperature: -1, top_p: 'a', top_k: 0.5, repetition_penalty: 1.1 })).toEqual({
    repetitionPenalty: 1.1,
  });
});

test('a checkpoint may end its answers with one token or with several', () => {
  expect(endTokenIds({ eos_token_id: [1, 2, 'x'] })).toEqual([1, 2]);
  expect(endTokenIds({ eos_token_id: 3 })).toEqual([3]);
  expect(endTokenIds({})).toEqual([]);
});
