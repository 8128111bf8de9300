import { expect, it } from 'vitest';
import { reasonText } from '#contract/reasons';
import { readConversation } from '../../../../../src-main/core/history/transfer/read-conversation.ts';

/** The open branch, how many messages there are, and what was mended. */
function told(value: unknown) {
  const { messages, activeMessageId, repairs: mended, systemPrompt } = readConversation(JSON.stringify(value));
  const branch: string[] = [];
  for (let at = messages.find(({ id }) => id === activeMessageId); at !== undefined;) {
    branch.unshift(`${at.role}: ${at.text}`);
    const above = at.parentId;
    at = messages.find(({ id }) => id === above);
  }
  const repairs = mended.list().map((reason) => reasonText(reason, 'en'));
  return { branch, messages: messages.length, repairs, ...(systemPrompt === '' ? {} : { systemPrompt }) };
}

const chat = (messages: unknown[], conv: object = {}) => ({ conv: { id: 'x', name: 'n', ...conv }, messages });
const said = (id: string, parent: string | null, content: string, more: object = {}) => ({
  id,
  parent,
  role: 'user',
  content,
  type: 'text',
  timestamp: 1_700_000_000_000,
  ...more,
});
const webui = (messages: Record<string, unknown>, currentId: unknown) => ({
  id: 'w',
  title: 't',
  chat: { history: { messages, currentId } },
});

const MENDED: readonly (readonly [what: string, conversation: unknown, branch: string[], repairs: string[]])[] = [
  [
    'a circle',
    chat([said('1', '2', 'a'), said('2', '1', 'b'), said('3', '2', 'c')], { currNode: '3' }),
    ['user: a', 'user: b', 'user: c'],
    ['the message "1" is above itself'],
  ],
  ['its own parent', chat([said('1', '1', 'a')]), ['user: a'], ['the message "1" is above itself']],
  [
    'a missing parent beside a root',
    chat([said('1', null, 'a'), said('2', '9', 'b')], { currNode: '2' }),
    ['user: b'],
    ['the message "2" follows "9", which is not there'],
  ],
  [
    'a missing parent that another node claims to be',
    chat([said('1', null, 'a', { children: ['2', '7'] }), said('2', '9', 'b')], { currNode: '2' }),
    ['user: a', 'user: b'],
    ['the message "1" is followed by "7", which is not there', 'the message "2" follows "9", which is not there'],
  ],
  [
    'an id twice',
    chat([said('1', null, 'a'), said('1', null, 'b')], { currNode: '1' }),
    ['user: a'],
    ['the message id "1" comes twice'],
  ],
  [
    'the same message twice',
    chat([said('1', null, 'a'), said('1', null, 'a')]),
    ['user: a'],
    ['the message id "1" comes twice'],
  ],
  [
    'strange roles',
    chat([
      said('1', null, 'a', { role: '__proto__' }),
      said('2', '1', 'b', { role: 7 }),
      said('3', '2', 'c', { role: null }),
    ]),
    ['user: a', 'assistant: b', 'user: c'],
    ['a message has the role "__proto__"', 'a message has the role 7', 'a message has no role'],
  ],
  [
    'an open message that is not there',
    chat([said('1', null, 'a'), said('2', '1', 'b', { role: 'assistant' })], { currNode: 'gone' }),
    ['user: a', 'assistant: b'],
    ['the open message "gone" is not there'],
  ],
  [
    'a version that is not there',
    { messages: [{ versions: [{ role: 'user', content: 'a' }], currentlySelected: 1e300 }] },
    ['user: a'],
    ['message 1 has no version 1e+300'],
  ],
  [
    "Open WebUI's placeholder without id, role or parent, named as the open message",
    webui(
      {
        a: { id: 'a', parentId: null, childrenIds: ['b'], role: 'user', content: 'q', timestamp: 1_700_000_001 },
        b: { id: 'b', parentId: 'a', childrenIds: [], role: 'assistant', content: 'r', timestamp: 1_700_000_002 },
        c: { model: 'm', content: '', followUps: ['?'] },
      },
      'c',
    ),
    ['user: q', 'assistant: r'],
    ['a message has no text'],
  ],
  [
    "Open WebUI's answer without role and parent",
    webui(
      {
        a: { id: 'a', parentId: null, childrenIds: ['b'], role: 'user', content: 'q', timestamp: 1_700_000_001 },
        b: { id: 'b', content: 'r', model: 'm' },
      },
      'b',
    ),
    ['user: q', 'assistant: r'],
    ['a message has no role'],
  ],
  [
    "ChatGPT's tree without its root",
    {
      title: 't',
      current_node: 'v',
      mapping: {
        u: { parent: 'r', children: ['v'], message: { author: { role: 'user' }, content: { parts: ['q'] } } },
        v: { parent: 'u', children: [], message: { author: { role: 'assistant' }, content: { parts: ['r'] } } },
      },
    },
    ['user: q', 'assistant: r'],
    ['the message "u" follows "r", which is not there'],
  ],
  [
    "llama.cpp's open chat without its root is whole",
    chat([said('1', 'r', 'a'), said('2', '1', 'b', { role: 'assistant' }), said('3', 'r', 'c')], { currNode: '2' }),
    ['user: a', 'assistant: b'],
    [],
  ],
];

it.each(MENDED)('%s costs no conversation, and what was mended is told', (_what, conversation, branch, repairs) => {
  const { branch: found, repairs: foundRepairs } = told(conversation);
  expect({ branch: found, repairs: foundRepairs }).toEqual({ branch, repairs });
  const finnish = readConversation(JSON.stringify(conversation)).repairs.list();
  for (const reason of finnish) expect(reasonText(reason, 'fi')).not.toMatch(/\b(the|is|a|has|comes)\b/);
});

it('a developer speaks as the system does', () => {
  const messages = [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: 'q' },
  ];
  expect(told({ messages })).toEqual({ branch: ['user: q'], messages: 1, repairs: [], systemPrompt: 'Be brief.' });
});

it('a thousand odd nodes are told of in a few words', () => {
  const messages = Array.from({ length: 1000 }, (_, index) => said(String(index), `gone ${index}`, 'x'));
  const { repairs } = told(chat(messages));
  expect(repairs.length).toBeLessThan(20);
  expect(repairs.at(-1)).toMatch(/^and \d+ more$/);
});

it("reads Open WebUI's answers from `output`, with what led to them beside the text", () => {
  const { messages } = readConversation(
    JSON.stringify(
      webui(
        {
          a: { id: 'a', parentId: null, role: 'user', content: 'q' },
          b: {
            id: 'b',
            parentId: 'a',
            role: 'assistant',
            content: '',
            output: [
              { type: 'reasoning', content: [{ type: 'output_text', text: 'hm' }], summary: [] },
              { type: 'function_call', name: 'look', arguments: '{"q":1}' },
              { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'one' }] },
              { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'two' }] },
            ],
          },
        },
        'b',
      ),
    ),
  );
  expect(messages[1]).toMatchObject({
    text: 'one\n\ntwo',
    asides: [
      { kind: 'thinking', text: 'hm' },
      { kind: 'tool', name: 'look', input: '{"q":1}', output: '' },
    ],
  });
});

it("an answer's thinking and tool talk that stand in messages of their own are beside it", () => {
  const turn = (role: string, content: string) => ({ role, content });
  const { messages } = readConversation(
    JSON.stringify({
      messages: [turn('user', 'q'), { role: 'tool', name: 'look', content: 'found' }, turn('assistant', 'r')],
    }),
  );
  expect(messages).toHaveLength(2);
  expect(messages[1]).toMatchObject({
    text: 'r',
    asides: [{ kind: 'tool', name: 'look', input: '', output: 'found' }],
  });
});
