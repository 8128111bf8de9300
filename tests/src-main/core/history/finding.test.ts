import { expect, test } from 'vitest';
import type { History } from '../../../../src-main/core/history/history.ts';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { pick, randomOf } from '../../../builders/random.ts';

async function said(...texts: string[]) {
  const history = await openHistory();
  const messages = await conversationOf(history, ...texts);
  const { conversationId, id: leafId } = messages.at(-1) ?? { conversationId: '', id: '' };
  const find = (text: string) => history.ask('conversations.find', { conversationId, leafId, text });
  const outline = async () => (await history.ask('conversations.outline', { conversationId, leafId })).entries;
  return { history, messages, conversationId, leafId, find, outline };
}

test.each([
  ['ILVES', 3],
  ['ilves on', 2],
  ['ilves  on\n', 2],
  ['ves', 3],
  ['a.b', 1],
  ['(x', 1],
  ['\\d+', 1],
  ['[', 1],
  ['kissa **eläin**', 1],
  ['a\u0308', 4],
  ['ä', 4],
  ['  ', 0],
  ['\ud800', 0],
  ['-', 1],
])('finds %j letter by letter, %i times', async (text, total) => {
  const { find } = await said('Ilves on täällä?', 'ilves\n**on** “a.b” f(x) \\d+ [1] - ILVES.', 'kissa **eläin**');
  const result = await find(text);
  expect(result.total).toBe(total);
  expect(result.found.reduce((sum, { count }) => sum + count, 0)).toBe(total);
});

test('counts the hits of each message as a plain search does', async () => {
  const random = randomOf(3);
  const word = () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, ['a', 'b', '.', 'Ä'])).join('');
  const texts = Array.from({ length: 250 }, () => Array.from({ length: 30 }, word).join(' '));
  const { find, messages } = await said(...texts);
  for (let step = 0; step < 20; step += 1) {
    const text = word();
    const expected = texts.flatMap((one, index) => {
      const count = one.toLowerCase().split(text.toLowerCase()).length - 1;
      return count === 0 ? [] : [{ messageId: messages[index]?.id, count }];
    });
    expect((await find(text)).found, text).toEqual(expected);
  }
});

test('hits on other branches are named apart', async () => {
  const { history, messages, conversationId, find } = await said('Mikä on ilves?', 'Kissa.');
  const other = await addTo(history, conversationId, messages[0]?.id ?? null, 'Ilves, ilves!');
  expect(await find('ilves')).toEqual({
    found: [{ messageId: messages[0]?.id, count: 1 }],
    total: 1,
    elsewhere: [{ messageId: other, count: 2 }],
    complete: true,
  });
});

test('a long run of spaces and a pattern of many parts take no long time', async () => {
  const { find } = await said(
    'a',
    `a${' '.repeat(300_000)}a `.repeat(3),
    `${'*'.repeat(100_000)}a`,
    `${'](x)'.repeat(50_000)}`,
  );
  expect((await find('x'.repeat(500))).total).toBe(0);
  expect((await find('*'.repeat(900) + 'x')).total).toBe(0);
  expect((await find('a b')).total).toBe(0);
  expect((await find(Array.from({ length: 400 }, () => 'a').join(' '))).total).toBe(0);
});

test.each([
  ['liha', '**li**ha ja *l*`i`~~h~~a, [li](https://a.b/liha)ha, li<kbd>h</kbd>a, l&#105;ha, lih\\a', 5],
  ['a*b', 'a\\*b', 1],
  ['yksi kaksi', '> yksi\n> **kaksi**\n\n- yksi\n- kaksi', 1],
  ['example', '[sana](https://example.org)', 0],
  ['example', '[sana](http://example.org)', 1],
  ['frac', 'Puolet on $\\frac12$.\n\n$$\n\\frac34\n$$', 2],
  ['sqrt', 'Arvo x$\\sqrt2$y.', 1],
  ['solu', '| solu | b |\n|---|---|\n| **so**lu | c |', 2],
  ['piilo', '<details><summary>piilo</summary>\n\npi**ilo**\n\n</details>', 2],
  ['viite', 'Sana[^v].\n\n[^v]: viite', 1],
  ['**', '**vahva** ja `**`', 1],
  ['python', '```python\nprint(1)\n```', 0],
])('counts %j in %j only where the page shows it: %i', async (text, answer, total) => {
  const { find } = await said('?', answer);
  expect((await find(text)).total).toBe(total);
});

test('the name of an attached file is found, and its fence is not', async () => {
  const { find } = await said('Lue tämä.\n```text muistio.txt\nmaito\n```', 'Hyvä.');
  expect((await find('muistio')).total).toBe(1);
  expect((await find('maito')).total).toBe(1);
  expect((await find('```text')).total).toBe(0);
});

test('a very long answer is searched as it was written', async () => {
  const { find } = await said('?', `**li**ha liha ${'a '.repeat(300_000)}`);
  expect((await find('liha')).total).toBe(1);
});

test('the outline has questions and headings, but none from code', async () => {
  const { outline, messages } = await said(
    '```text muistio.txt\nriviä\n```\nHei! Miten **leivon** pullaa?',
    '# Pulla #\nteksti\n```sh\n# ei otsikko\n```\n## *Taikina*\n####### ei\n#ei\n~~~\n## ei\n~~~~\n### [Uuni](https://a.b)\n#   \n',
    'Kiitos',
    'Ole hyvä.',
  );
  const [first, second, third] = messages.map(({ id }) => id);
  expect(await outline()).toEqual([
    { kind: 'question', messageId: first, text: 'Hei! Miten leivon pullaa?' },
    { kind: 'heading', messageId: second, text: 'Pulla', level: 1, index: 0 },
    { kind: 'heading', messageId: second, text: 'Taikina', level: 2, index: 1 },
    { kind: 'heading', messageId: second, text: 'Uuni', level: 3, index: 2 },
    { kind: 'question', messageId: third, text: 'Kiitos' },
  ]);
});

test('an unclosed code block has no headings, and lone surrogates do not break', async () => {
  const { outline } = await said('\ud83d', '## \ud83d x\n```\n# a\n', '', '');
  expect((await outline()).map(({ kind, text }) => [kind, text])).toEqual([
    ['question', '\ufffd'],
    ['heading', '\ufffd x'],
    ['question', ''],
  ]);
});

test('the map of versions has every fork, in the order of a walk', async () => {
  const { history, messages, conversationId } = await said('Kysymys', 'Vastaus', 'Jatko');
  const [question, answer, more] = messages.map(({ id }) => id);
  const second = await addTo(history, conversationId, question ?? null, 'Toinen vastaus');
  const otherMore = await addTo(history, conversationId, answer ?? null, 'Toinen jatko');
  const { versions } = await history.ask('conversations.versions', { conversationId });
  expect(versions.map(({ messageId, depth, number, below, open }) => [messageId, depth, number, below, open])).toEqual([
    [answer, 0, 1, 2, true],
    [more, 1, 1, 0, false],
    [otherMore, 1, 2, 0, true],
    [second, 0, 2, 0, false],
  ]);
});

test('the map of a random tree counts what is below each version', async () => {
  const history = await openHistory();
  const { id: conversationId } = await history.ask('createConversation', {});
  const random = randomOf(5);
  const parents = new Map<string, string | null>();
  for (let step = 0; step < 200; step += 1) {
    const parentId = random() < 0.05 || parents.size === 0 ? null : pick(random, [...parents.keys()]);
    parents.set(await addTo(history, conversationId, parentId, `sana ${step}`), parentId);
  }
  const isBelow = (id: string, above: string): boolean => {
    const parent = parents.get(id) ?? null;
    return parent !== null && (parent === above || isBelow(parent, above));
  };
  const siblings = (id: string) => [...parents].filter(([, parent]) => parent === parents.get(id)).length;
  const { versions, complete } = await history.ask('conversations.versions', { conversationId });
  expect(complete).toBe(true);
  expect(versions.map(({ messageId }) => messageId).sort()).toEqual(
    [...parents.keys()].filter((id) => siblings(id) > 1).sort(),
  );
  for (const { messageId, below, depth } of versions) {
    expect(below).toBe([...parents.keys()].filter((id) => isBelow(id, messageId)).length);
    expect(depth).toBe(versions.filter((one) => isBelow(messageId, one.messageId)).length);
  }
});

test('a conversation deeper than a stack is mapped', async () => {
  const history = await openHistory();
  const messages = Array.from({ length: 6000 }, (_, index) => ({
    role: index % 2 ? 'assistant' : 'user',
    content: 'a',
  }));
  const bytes = new TextEncoder().encode(JSON.stringify({ messages }));
  const [outcome] = await history.ask('keepConversations', { conversations: [bytes] });
  const { conversations } = await history.ask('conversations.list', { limit: 1 });
  const conversationId = conversations[0]?.id ?? '';
  expect(outcome).toMatchObject({ kind: 'imported' });
  expect(await history.ask('conversations.versions', { conversationId })).toEqual({ versions: [], complete: true });
});

async function addTo(history: History, conversationId: string, parentId: string | null, text: string) {
  const message = { conversationId, parentId, role: 'assistant', text, streaming: false } as const;
  return (await history.ask('addMessage', message)).id;
}
