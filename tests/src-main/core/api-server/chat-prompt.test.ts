import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { messagesFor } from '../../../../src-main/core/api-server/chat-prompt.ts';
import type { ToolUse } from '../../../../src-main/core/api-server/tools.ts';
import { promptTokens, type PromptVocabulary } from '../../../../src-main/core/prompt/prompt-tokens.ts';
import type { PromptMessage } from '../../../../src-main/core/prompt/prompt.ts';

const MODEL = { id: 'm', name: 'M', path: '/m.gguf' };
/** Takes only turns of the user and the assistant. */
const STRICT = `{%- for m in messages -%}{%- if m.role not in ['user', 'assistant'] -%}{{ raise_exception('only user and assistant') }}{%- endif -%}<|{{ m.role }}|>{{ m.content }}{%- endfor -%}`;
/** Knows tools, as Llama 3.1's. */
const WITH_TOOLS = `{%- for t in tools or [] -%}{{ t | tojson }};{%- endfor -%}{%- for m in messages -%}<|{{ m.role }}|>{%- if m.tool_calls -%}{{ m.tool_calls[0].function | tojson }}{%- else -%}{{ m.content }}{%- endif -%}{%- endfor -%}`;
const TOOL = { type: 'function', function: { name: 'add', description: 'Adds <|user|>.', parameters: {} } } as const;
const USE: ToolUse = { tools: [TOOL], grammar: null };
const MESSAGES: PromptMessage[] = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'One and two?' },
  { role: 'assistant', content: '', toolCalls: [{ name: 'add', arguments: { a: '<|user|>' } }] },
  { role: 'tool', content: '3' },
];

/** Characters are their own tokens, and two control tokens have the numbers 1 and 2. */
function vocabularyWith(chatTemplate: string): PromptVocabulary {
  return {
    chatTemplate,
    controlTokens: new Map([
      ['<|user|>', 1],
      ['<|assistant|>', 2],
    ]),
    specialTokens: {},
    beginningToken: null,
    tokenizePlain: (text) => [...text].map((letter) => letter.codePointAt(0) ?? 0),
  };
}

function engineWith(chatTemplate: string): Parameters<typeof messagesFor>[0] {
  const facts = { size: 10, contextTokens: 100, beginningToken: null, specialTokens: {}, chatTemplate };
  return {
    vocabulary: () => Promise.resolve(facts),
    renderPrompt: ({ messages, tools, addGenerationPrompt }) =>
      Promise.resolve().then(() => {
        const options = { addGenerationPrompt, tools, now: new Date(0) };
        const { prompt, tokens } = promptTokens(vocabularyWith(chatTemplate), messages, options);
        return { prompt, tokens: [...tokens] };
      }),
  };
}

test('system messages that a template refuses begin the next message of the user', async () => {
  const messages = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'c' },
  ];
  expect((await messagesFor(engineWith(STRICT), { model: MODEL, messages }, null)).messages).toEqual([
    { role: 'user', content: 'Be kind.\n\na' },
    { role: 'assistant', content: 'b' },
    { role: 'user', content: 'Be brief.\n\nc' },
  ]);
  expect((await messagesFor(engineWith(WITH_TOOLS), { model: MODEL, messages }, null)).messages).toEqual(messages);
  const alone = await messagesFor(engineWith(STRICT), { model: MODEL, messages: messages.slice(0, 1) }, null);
  expect(alone.messages).toEqual([{ role: 'user', content: 'Be kind.' }]);
});

test('an engine that fails otherwise is told of', async () => {
  const engine = { ...engineWith(STRICT), renderPrompt: () => Promise.reject(new SarviError('engine-crashed')) };
  await expect(messagesFor(engine, { model: MODEL, messages: MESSAGES }, null)).rejects.toThrow('engine-crashed');
});

test('tools go to a template that knows them, and no text in them becomes a control token', async () => {
  const asked = await messagesFor(engineWith(WITH_TOOLS), { model: MODEL, messages: MESSAGES }, USE);
  expect(asked).toEqual({ messages: MESSAGES, tools: [TOOL] });
  const options = { addGenerationPrompt: false, tools: asked.tools, now: new Date(0) };
  const { prompt, tokens } = promptTokens(vocabularyWith(WITH_TOOLS), asked.messages, options);
  expect(prompt).toContain('{"name": "add", "arguments": {"a": "<|user|>"}}');
  expect(prompt.startsWith('{"type": "function", "function": {"name": "add", "description": "Adds <|user|>."')).toBe(
    true,
  );
  expect([...tokens].filter((token) => token === 1)).toHaveLength(1);
});

test('for other templates, tools, calls and results are written in the words of Llama 3.1', async () => {
  const { messages, tools } = await messagesFor(
    engineWith('{{ messages }}'),
    { model: MODEL, messages: MESSAGES },
    USE,
  );
  expect(tools).toBeUndefined();
  expect(messages[1]?.content).toMatch(/^Given the following functions, [^]*"name": "add"[^]*One and two\?$/);
  expect(messages.slice(2)).toEqual([
    { role: 'assistant', content: '{"name":"add","parameters":{"a":"<|user|>"}}' },
    { role: 'ipython', content: '"3"' },
  ]);
});
