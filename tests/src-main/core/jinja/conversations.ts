import { VARIABLES } from './template-cases.ts';

const call = (args: unknown): object => ({
  type: 'function',
  id: 'call_abc12',
  function: { name: 'sää', arguments: args },
});
const answer = { role: 'tool', name: 'sää', tool_call_id: 'call_abc12', content: '{"t": 5}' };
const common = { bos_token: '<s>', eos_token: '</s>', tools: null, documents: null, add_generation_prompt: true };

/** What the templates of real models are rendered with: plain turns, thinking, tools, parts, and turns out of order. */
export const CONVERSATIONS: readonly object[] = [
  { ...common, messages: [{ role: 'user', content: ' Hei! ' }] },
  {
    ...common,
    messages: [
      { role: 'system', content: 'Ole lyhyt.' },
      { role: 'user', content: 'Hei' },
      { role: 'assistant', content: '<think>\nhm\n</think>\n\nMoi "ä"' },
      { role: 'user', content: '2 < 3?' },
    ],
  },
  {
    ...common,
    add_generation_prompt: false,
    messages: [
      { role: 'user', content: 'Hei' },
      { role: 'assistant', content: 'Moi' },
    ],
  },
  {
    ...common,
    tools: VARIABLES.functions,
    messages: [
      { role: 'system', content: 'S' },
      { role: 'user', content: 'sää?' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [call({ paikka: 'Oulu', n: 1, deep: { a: [1, 2.5, true, null] } })],
      },
      answer,
      { role: 'assistant', content: '5 astetta' },
      { role: 'user', content: 'kiitos' },
    ],
  },
  {
    ...common,
    tools: VARIABLES.functions,
    messages: [
      { role: 'user', content: 'sää?' },
      { role: 'assistant', content: null, reasoning_content: 'mietin', tool_calls: [call('{"paikka": "Oulu"}')] },
      answer,
    ],
  },
  {
    ...common,
    enable_thinking: false,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hei' },
          { type: 'text', text: ' taas' },
        ],
      },
    ],
  },
  {
    ...common,
    enable_thinking: true,
    reasoning_effort: 'high',
    thinking_budget: 512,
    date_string: '1 Jan 2025',
    messages: [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
    ],
  },
];
