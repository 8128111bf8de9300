import { expect, test } from 'vitest';
import { readMessages } from '../../../../src-main/core/api-server/chat-messages.ts';

test('arguments of a call are no deeper than a body may be', () => {
  const called = (text: string): unknown =>
    readMessages([
      { role: 'user', content: 'Hei' },
      { role: 'assistant', content: null, tool_calls: [{ function: { name: 'get', arguments: text } }] },
      { role: 'tool', content: '5' },
    ]);
  expect(called('{"city":["Oulu"]}')).toMatchObject({ messages: [{}, { toolCalls: [{ name: 'get' }] }, {}] });
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(() => called(deep)).toThrow('nested deeper');
});
