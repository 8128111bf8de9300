import { expect, test } from 'vitest';
import { parsePrompt } from '../../../../src-main/core/prompt/parse-prompt.ts';
import { promptTokens, type PromptVocabulary } from '../../../../src-main/core/prompt/prompt-tokens.ts';

const vocabulary: PromptVocabulary = {
  chatTemplate: '{{ bos_token }}{% for m in messages %}<|start|>{{ m.content }}<|end|>{% endfor %}',
  controlTokens: new Map([
    ['<|begin|>', 1000],
    ['<|start|>', 1001],
    ['<|start|>s', 1003],
    ['<|end|>', 1002],
  ]),
  specialTokens: { bos_token: '<|begin|>' },
  beginningToken: 1000,
  tokenizePlain: (text) => [...Buffer.from(text)],
};
const parse = (prompt: string, more: Partial<PromptVocabulary> = {}): number[] => [
  ...parsePrompt({ ...vocabulary, ...more }, prompt),
];

test('what a template has rendered becomes the same tokens again', () => {
  const messages = [{ role: 'user', content: 'Hei, mitä <kuuluu> |start|?' }];
  const { prompt, tokens } = promptTokens(vocabulary, messages, { addGenerationPrompt: false, now: new Date(0) });
  expect(parse(prompt)).toEqual([...tokens]);
});

test('control tokens are told by their text, the longest first', () => {
  expect(parse('<|begin|><|start|>sa<|end|><|end')).toEqual([1000, 1003, 97, 1002, ...Buffer.from('<|end')]);
});

test('a model without a template gets its beginning token, once', () => {
  expect(parse('ab')).toEqual([97, 98]);
  expect(parse('ab', { chatTemplate: null })).toEqual([1000, 97, 98]);
  expect(parse('<|begin|>ab', { chatTemplate: null })).toEqual([1000, 97, 98]);
  expect(parse('ab', { chatTemplate: null, beginningToken: null })).toEqual([97, 98]);
});
