import { expect, test } from 'vitest';
import { parseModelName, titleOf } from '../../../../src-main/core/convert/name-parts.ts';
import { sizeLabel } from '../../../../src-main/core/convert/size-label.ts';

const part = (id: string, weightCount = 8e9): (string | null)[] => {
  const { name, organization, basename, finetune, version, sizeLabel: size } = parseModelName(id, weightCount);
  return [name, organization, basename, finetune, version, size];
};

// Each row is what gguf-py answers for the same name and weight count.
test.each([
  ['LumiOpen/Llama-Poro-2-8B-Instruct', 8e9, 'LumiOpen', 'Llama-Poro-2', 'Instruct', null, '8B'],
  ['LumiOpen/Llama-Poro-2-70B-base', 70e9, 'LumiOpen', 'Llama-Poro-2', 'base', null, '70B'],
  ['meta-llama/Llama-3.1-8B-Instruct', 8e9, 'meta-llama', 'Llama-3.1', 'Instruct', null, '8B'],
  ['Llama-3.2-1B', 1.24e9, null, 'Llama-3.2', null, null, '1B'],
  ['mistral-7b-v0.1', 7e9, null, 'mistral', null, 'v0.1', '7B'],
  ['llama-8b-chat-32k-q4_k', 8e9, null, 'llama', 'chat-32k', null, '8B'],
  ['bloom-7b1', 7.1e9, null, 'bloom', null, null, '7.1B'],
  ['gpt2-medium-124M', 124e6, null, 'gpt2-medium', null, null, '124M'],
  ['guide-model', 5.8e6, null, null, null, null, null],
  ['My own model', 8e9, null, null, null, null, null],
])('%s', (id, weightCount, ...expected) => {
  const name = id.split('/').at(-1) ?? '';
  expect(part(id, weightCount)).toEqual([name, ...expected]);
});

test('titles keep versions, numbers and what has capitals', () => {
  expect(titleOf('llama-poro-2-8b-SFT-v1.0-rc1x')).toBe('Llama Poro 2 8b SFT v1.0 Rc1X');
});

test('a weight count is told with two digits', () => {
  expect([5_769_984, 1_235_814_400, 8_030_261_248, 70_553_706_496, 999, 1.5e12].map(sizeLabel)).toEqual([
    '5.8M',
    '1.2B',
    '8.0B',
    '71B',
    '1.0K',
    '1.5T',
  ]);
});
