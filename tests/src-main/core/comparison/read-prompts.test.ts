import { describe, expect, test } from 'vitest';
import type { PromptFormat } from '#contract/prompt-calls';
import { reasonText } from '#contract/reasons';
import { readPrompts } from '../../../../src-main/core/comparison/prompts/read-prompts.ts';

/** What is said in each prompt, and the lines that gave none. */
function read(text: string, format: PromptFormat): { turns: string[][]; faults: string[] } {
  const { prompts, faults } = readPrompts(text, format);
  return {
    turns: prompts.map(({ turns }) => turns),
    faults: faults.map(({ line, reason }) => `${line}: ${reasonText(reason, 'en')}`),
  };
}

describe('a text file of prompts', () => {
  test('has one on each line', () => {
    expect(read('\uFEFFMoi!\r\n\r\nMitä kuuluu?\n  Hei.  ', 'txt')).toEqual({
      turns: [['Moi!'], ['Mitä kuuluu?'], ['Hei.']],
      faults: [],
    });
  });

  test('has one between lines of hyphens, where there are such', () => {
    expect(read('---\nRivi 1\nRivi 2\n\nRivi 4\n-----\n\n---\nToinen', 'txt').turns).toEqual([
      ['Rivi 1\nRivi 2\n\nRivi 4'],
      ['Toinen'],
    ]);
  });
});

describe('a CSV file of prompts', () => {
  test('keeps its columns, quoted line ends and quotes, and names broken lines', () => {
    const text =
      'ID;Prompt;Language;Category\r\n7;"Sano ""hei"";\nja lopeta.";suomi;arki\n8;;fi;arki\n7;Say hi.;EN;arki\n9;"auki';
    expect(readPrompts(text, 'csv').prompts).toEqual([
      { turns: ['Sano "hei";\nja lopeta.'], language: 'fi', category: 'arki', cluster: '7', systemPrompt: null },
      { turns: ['Say hi.'], language: 'en', category: 'arki', cluster: '7', systemPrompt: null },
    ]);
    expect(read(text, 'csv').faults).toEqual([
      '4: the prompt is empty',
      '6: a quotation mark has no pair, so the rest is left out',
    ]);
  });

  test('without a column named prompt is one fault', () => {
    expect(read('kysymys,kieli\nMoi,fi\n', 'csv')).toEqual({ turns: [], faults: ['1: no column is named prompt'] });
  });

  test.each(['', '\n\n', 'prompt', 'prompt\n', '"prompt"\n\n'])('without prompts has none: %j', (text) => {
    expect(read(text, 'csv')).toEqual({ turns: [], faults: [] });
  });
});

describe('a JSONL file of prompts', () => {
  test('takes prompt, messages and the turns of MT-Bench', () => {
    const lines = [
      { prompt: 'Moi!', language: 'fi', pair: 'hei' },
      {
        messages: [
          { role: 'system', content: 'Ole lyhyt.' },
          { role: 'user', content: 'A' },
          { role: 'assistant', content: 'x' },
          { role: 'user', content: 'B' },
        ],
      },
      { question_id: 81, category: 'writing', turns: ['One.', 'Two.'] },
    ];
    expect(readPrompts(lines.map((line) => JSON.stringify(line)).join('\n'), 'jsonl').prompts).toEqual([
      { turns: ['Moi!'], language: 'fi', category: null, cluster: 'hei', systemPrompt: null },
      { turns: ['A', 'B'], language: null, category: null, cluster: null, systemPrompt: 'Ole lyhyt.' },
      { turns: ['One.', 'Two.'], language: null, category: 'writing', cluster: '81', systemPrompt: null },
    ]);
  });

  test('names each broken line and keeps the good ones', () => {
    const lines = [
      '{"prompt": "a"}',
      '{"prompt": "b"',
      '[1]',
      'null',
      '{}',
      '{"prompt": 5}',
      '{"prompt": " "}',
      '{"turns": []}',
      '{"turns": ["a", 1]}',
      '{"messages": [{"role": "tool", "content": "x"}]}',
      '{"messages": [3]}',
      `{"turns": [${'"a",'.repeat(20)}"a"]}`,
      '',
      '{"prompt": "z", "language": "sv", "category": 5}',
    ];
    expect(read(lines.join('\n'), 'jsonl')).toEqual({
      turns: [['a'], ['z']],
      faults: [
        '2: it is not a JSON object',
        '3: it is not a JSON object',
        '4: it is not a JSON object',
        '5: it has no prompt, messages or turns',
        '6: its prompt is not text',
        '7: the prompt is empty',
        '8: the prompt is empty',
        '9: its turns is not text',
        '10: a message has the role tool',
        '11: its messages is not text',
        '12: it has more than 20 turns',
      ],
    });
  });

  test('is bounded in prompts, in faults and in the length of a prompt', () => {
    const many = readPrompts('{"prompt":"a"}\n'.repeat(6000), 'jsonl');
    expect([many.prompts.length, many.faults]).toEqual([
      5000,
      [{ line: 5001, reason: 'prompts-too-many {"most":5000}' }],
    ]);
    const broken = readPrompts('x\n'.repeat(6000), 'jsonl');
    expect([broken.faults.length, broken.faultCount]).toEqual([100, 6000]);
    expect(read(JSON.stringify({ prompt: 'a'.repeat(1_000_001) }), 'jsonl').faults).toEqual([
      '1: the prompt is too long',
    ]);
  });
});
