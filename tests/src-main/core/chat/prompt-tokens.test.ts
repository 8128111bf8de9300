import { describe, expect, test } from 'vitest';
import { promptTokens, type PromptVocabulary } from '../../../../src-main/core/chat/prompt-tokens.ts';

/** Plain text has the ids of its characters behind 1,000. */
function vocabulary(controls: readonly string[], chatTemplate: string): PromptVocabulary {
  return {
    chatTemplate,
    controlTokens: new Map(controls.map((text, id) => [text, id])),
    specialTokens: {},
    beginningToken: null,
    tokenizePlain: (text) => Array.from(text, (char) => 1000 + (char.codePointAt(0) ?? 0)),
  };
}

function tokensOf(controls: readonly string[], template: string, content: string): number[] {
  const options = { addGenerationPrompt: true, now: new Date(0) };
  return [...promptTokens(vocabulary(controls, template), [{ role: 'user', content }], options).tokens];
}

const plain = (text: string): number[] => Array.from(text, (char) => 1000 + (char.codePointAt(0) ?? 0));
const written = (control: string): string => control.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

describe('a control token may be any text', () => {
  test.each([
    '<|tool-call|>',
    'a-b',
    '[-]',
    '(?:x)',
    '\\-',
    '$&',
    '^a',
    '/-/u',
    '{2}',
    'ä-',
    '\n\n',
    '<'.repeat(1000),
    `<${'x'.repeat(50_000)}>`,
  ])('%.20j is one token from the template and plain from a message', (control) => {
    const template = `{{ '${written(control)}' }}|{{ messages[0].content }}`;
    const tokens = tokensOf([control], template, control);
    expect([tokens[0], String(tokens.slice(1))]).toEqual([0, String(plain(`|${control}`))]);
  });

  test.each(['-', '\\', '^', '😀', ' '])('%j is one token from the template unless a message has it', (control) => {
    const template = `{{ '${written(control)}' }}|{{ messages[0].content }}`;
    expect(tokensOf([control], template, 'a')).toEqual([0, ...plain('|a')]);
    expect(tokensOf([control], template, control)).toEqual(plain(`${control}|${control}`));
  });

  test('an empty one is never written', () => {
    expect(tokensOf(['', 'a-'], 'a-{{ messages[0].content }}', 'b')).toEqual([1, ...plain('b')]);
  });

  test('the longest at a place wins, and what two texts make together is plain', () => {
    const controls = ['<|a', '<|a-b|>', '<|a-b|>-'];
    expect(tokensOf(controls, '<|a-b|>-<|a-b|><|a', '')).toEqual([2, 1, 0]);
    expect(tokensOf(['<|a-b|>'], '{{ messages[0].content }}-b|>', '<|a')).toEqual(plain('<|a-b|>'));
  });
});

test('long tokens that repeat themselves cost no more than their length', () => {
  const controls = Array.from({ length: 5 }, (_, index) => 'a'.repeat(100_001 + index));
  expect(tokensOf(controls, '{{ messages[0].content }}', 'a'.repeat(100_000))).toHaveLength(100_000);
});
