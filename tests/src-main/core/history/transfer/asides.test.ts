import { describe, expect, it } from 'vitest';
import type { Aside } from '#contract/asides';
import { partAsides, pairTools } from '../../../../../src-main/core/history/transfer/part-asides.ts';
import { conversationOf, openHistory } from '../../../../builders/history.ts';
import { importContent, tell } from '../../../../builders/transfer.ts';

const thinking = (text: string): Aside => ({ kind: 'thinking', text });
const tool = (name: string, input: string, output: string): Aside => ({ kind: 'tool', name, input, output });

const details = (type: string, attributes: string, body: string): string =>
  `<details type="${type}" done="true"${attributes}>\n<summary>Done</summary>\n${body}\n</details>\n`;

describe('what stands beside an answer comes out of its text', () => {
  it.each<[string, string, Aside[]]>([
    ['<think>\nTwo and two.\n</think>\n\nFour.', 'Four.', [thinking('Two and two.')]],
    ['<think>Lingonberry.</think>The lingonberry.', 'The lingonberry.', [thinking('Lingonberry.')]],
    ['<think>\n\n</think>\n\nYes.', 'Yes.', []],
    ['<think>\nCut off', '', [thinking('Cut off')]],
    ['Well, let me see.\n</think>\n\nFour.', 'Four.', [thinking('Well, let me see.')]],
    [
      `${details('reasoning', ' duration="3"', '&gt; It is &lt;b&gt;.\n&gt; Yes.')}The capital is Helsinki.`,
      'The capital is Helsinki.',
      [thinking('It is <b>.\nYes.')],
    ],
    [
      details(
        'tool_calls',
        ' name="weather" arguments="&quot;{\\&quot;a\\&quot;: 1}&quot;" result="&quot;-3&quot;"',
        '',
      ) + 'Three below.',
      'Three below.',
      [tool('weather', '{"a": 1}', '-3')],
    ],
    [
      `First.\n\n${details('code_interpreter', ' output="4"', '```python\n2+2\n```')}\nThen.`,
      'First.\n\nThen.',
      [tool('code_interpreter', '```python\n2+2\n```', '4')],
    ],
    [
      `${details('reasoning', '', 'a')}${details('reasoning', '', 'b')}<think>c</think>d`,
      'd',
      [thinking('a'), thinking('b'), thinking('c')],
    ],
    ['<details type="reasoning" done="false">\n<summary>Thinking…</summary>\n> cut', '', [thinking('cut')]],
  ])('%j', (text, answer, asides) => {
    expect(partAsides(text)).toEqual({ text: answer, asides });
  });

  it.each([
    '<think> is the tag that begins a thought.',
    'It ends with `</think>` on its line.',
    '```\nthinking\n</think>\n```\nis how it looks',
    'As in <details type="reasoning">, mid-line',
    '<details><summary>More</summary>text</details>',
    '  leading white space\n\n\n\nand blank lines',
    '<b>bold</b>',
    '',
  ])('and what only speaks of it stays: %j', (text) => {
    expect(partAsides(text)).toEqual({ text, asides: [] });
  });

  it('in a time that grows with the length alone', () => {
    const hostile = [
      '<details type="reasoning"'.repeat(20_000),
      `<details type="tool_calls"${' a="b"'.repeat(100_000)}`,
      `${'<details type="reasoning">\n'.repeat(20_000)}x`,
      '<think>'.repeat(100_000),
      `<think>${'</thin'.repeat(100_000)}`,
      `<details type="reasoning">\n${'<summary>'.repeat(50_000)}</details>`,
      `${' '.repeat(500_000)}<thin`,
    ];
    const startedAt = performance.now();
    for (const text of hostile) partAsides(text);
    // Far more than it takes; a text read again from each mark on takes minutes.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});

it('a call and its answer that come apart are one', () => {
  expect(
    pairTools([tool('a', '1', ''), tool('b', '2', ''), thinking('x'), tool('', '', 'one'), tool('b', '', 'two')]),
  ).toEqual([tool('a', '1', 'one'), tool('b', '2', 'two'), thinking('x')]);
  expect(pairTools([tool('', '', 'alone')])).toEqual([tool('', '', 'alone')]);
});

const message = (id: string, parent: string, role: string, content: string, more: object = {}) => ({
  id,
  convId: 'k',
  parent,
  role,
  content,
  type: 'text',
  timestamp: 1_700_000_000_000,
  ...more,
});

const llama = (...messages: ReturnType<typeof message>[]) => ({
  conv: { id: 'k', name: 'Laskuja', currNode: messages.at(-1)?.id },
  messages,
});

describe('an import', () => {
  it('keeps thinking and tools out of prompts, search and exports for reading and training', async () => {
    const history = await openHistory();
    await importContent(
      history,
      llama(
        message('1', '-1', 'user', '2+2?'),
        message('2', '1', 'assistant', '', { toolCalls: [{ function: { name: 'laske', arguments: '{"a":2}' } }] }),
        message('3', '2', 'tool', 'vastausneljä'),
        message('4', '3', 'assistant', '<think>\nmietintä\n</think>\n\nNeljä.', { thinking: 'alkumietintä' }),
      ),
    );
    expect(await tell(history)).toMatchObject([{ branch: ['user: 2+2?', 'assistant: Neljä.'], messages: 2 }]);
    const { conversations } = await history.ask('conversations.list', { limit: 1 });
    const conversationId = conversations[0]?.id ?? '';
    const { branch } = await history.ask('conversations.open', { conversationId });
    expect(branch[1]?.asides).toEqual([
      tool('laske', '{"a":2}', 'vastausneljä'),
      thinking('alkumietintä'),
      thinking('mietintä'),
    ]);
    const prompt = await history.ask('branchTo', { messageId: branch[1]?.id ?? '' });
    expect(prompt.map(({ text }) => text)).toEqual(['2+2?', 'Neljä.']);
    for (const query of ['mietintä', 'alkumietintä', 'vastausneljä']) {
      expect((await history.search({ query, limit: 5 })).hits).toEqual([]);
    }
    for (const format of ['jsonl', 'markdown'] as const) {
      const { text } = await history.ask('renderConversation', {
        conversationId,
        format,
        allLeaves: true,
        language: 'fi',
      });
      expect(text).not.toMatch(/mietintä|laske/);
    }
    // Sarvi's own export has it, and so has what is imported from that.
    const own = { conversationId, format: 'json', allLeaves: false, language: 'fi' } as const;
    const fresh = await openHistory();
    const { text } = await history.ask('renderConversation', own);
    await fresh.ask('keepConversations', { conversations: [new TextEncoder().encode(text)] });
    expect((await fresh.ask('renderConversation', own)).text).toBe(text);
  });

  it('loses no thinking of an answer that was cut off, at the end and in the middle', async () => {
    const history = await openHistory();
    await importContent(
      history,
      llama(
        message('1', '-1', 'user', 'a?'),
        message('2', '1', 'assistant', '', { thinking: 'first' }),
        message('3', '2', 'user', 'b?'),
        message('3b', '2', 'user', 'c?'),
        message('4', '3', 'assistant', 'B.'),
        message('5', '4', 'assistant', '', { thinking: 'after' }),
        message('6', '3', 'assistant', '', { thinking: 'last' }),
      ),
    );
    const { conversations } = await history.ask('conversations.list', { limit: 1 });
    const open = { conversationId: conversations[0]?.id ?? '' };
    const { branch } = await history.ask('conversations.open', open);
    expect(branch.map(({ role, text, asides }) => [role, text, asides])).toEqual([
      ['user', 'a?', undefined],
      ['assistant', '', [thinking('first')]],
      ['user', 'b?', undefined],
      ['assistant', '', [thinking('last')]],
    ]);
    const [, , asked, last] = branch;
    expect([asked?.siblingIds.length, last?.siblingIds.length]).toEqual([2, 2]);
    const other = await history.ask('conversations.open', { ...open, messageId: last?.siblingIds[0] ?? '' });
    expect(other.branch.at(-1)).toMatchObject({ text: 'B.', asides: [thinking('after')] });
  });

  it("parts the thinking in Sarvi's own files of before it was kept apart, and leaves later ones to the letter", async () => {
    const history = await openHistory();
    const text = '<think>\nhm\n</think>\n\nFour.';
    const [question] = await conversationOf(history, '2+2?', text);
    const own = {
      conversationId: question?.conversationId ?? '',
      format: 'json',
      allLeaves: false,
      language: 'fi',
    } as const;
    const { text: json } = await history.ask('renderConversation', own);
    const answerOf = async (content: string) => {
      const fresh = await openHistory();
      await fresh.ask('keepConversations', { conversations: [new TextEncoder().encode(content)] });
      return (await fresh.ask('conversations.open', own)).branch[1];
    };
    expect((await answerOf(json))?.text).toBe(text);
    const before = json.replaceAll('"asides":[],', '');
    expect(before).not.toBe(json);
    expect(await answerOf(before)).toMatchObject({ text: 'Four.', asides: [thinking('hm')] });
  });
});
