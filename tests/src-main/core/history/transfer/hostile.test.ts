import { expect, it } from 'vitest';
import { sentenceOf } from '#contract/error-sentences';
import { conversationOf, openHistory } from '../../../../builders/history.ts';
import { pick, randomOf } from '../../../../builders/random.ts';
import { importContent, outcome, tell } from '../../../../builders/transfer.ts';
import { MOST_MESSAGE_LENGTH } from '../../../../../src-main/core/history/transfer/bounds.ts';

const chat = (messages: unknown[], conv: object = {}) => ({
  conv: { id: 'x', name: 'n', currNode: '1', ...conv },
  messages,
});
const said = (id: unknown, parent: unknown, content: unknown, more: object = {}) => ({
  id,
  parent,
  role: 'user',
  content,
  type: 'text',
  timestamp: 1_700_000_000_000,
  ...more,
});
const GOOD = chat([said('1', null, 'ehjä')], { id: 'good', name: 'ehjä' });
const GOOD_TOLD = { title: 'ehjä', systemPrompt: '', branch: ['user: ehjä'], messages: 1 };

const REFUSED: readonly (readonly [conversation: unknown, reason: string])[] = [
  [chat([]), 'it has no messages'],
  [{ id: 'a', activeMessageId: 7, messages: [] }, 'its field title is undefined and cannot be used'],
  [{ conversations: [{ from: 'human', value: '' }] }, 'it has no messages'],
];

it('refuses what says nothing by name, and takes in what is good beside it', async () => {
  const history = await openHistory();
  const job = await importContent(history, [...REFUSED.map(([bad]) => bad), GOOD]);
  expect(outcome(job)).toMatchObject({
    state: 'finished',
    imported: 1,
    refused: REFUSED.length,
    reasons: REFUSED.map(([, reason], index) => `${index + 1}/1: ${reason}`),
  });
  for (const { error } of job.refusals) expect(sentenceOf(error, 'fi')).not.toMatch(/\b(the|it|its|a message|has)\b/);
  expect(await tell(history)).toEqual([GOOD_TOLD]);
});

it('keeps script, links, NUL bytes and lone surrogates as mere text', async () => {
  const history = await openHistory();
  const title = '<script>alert(1)</script>\n[x](javascript:alert(1))\u0000\u202e';
  const text = '[x](javascript:alert(1)) \u0000 \ud800 <img src=x onerror=alert(1)>';
  await importContent(history, [chat([said('1', null, text)], { name: title })]);
  expect(await tell(history)).toEqual([
    {
      title: '<script>alert(1)</script> [x](javascript:alert(1)) \u202e',
      systemPrompt: '',
      branch: ['user: [x](javascript:alert(1)) \ufffd \ufffd <img src=x onerror=alert(1)>'],
      messages: 1,
    },
  ]);
  const { hits } = await history.search({ query: 'onerror', limit: 5 });
  expect(JSON.stringify(hits)).toContain('onerror');
});

it('dates that cannot be are left to what stands around them', async () => {
  const history = await openHistory();
  for (const timestamp of [-1, 1e300, 8.64e15 + 1, Number.NaN, '9999999', 'eilen', null, {}]) {
    const job = await importContent(history, [
      chat([said('1', null, `aika ${JSON.stringify(timestamp)}`, { timestamp })], {
        id: JSON.stringify(timestamp),
        lastModified: timestamp,
      }),
    ]);
    expect(outcome(job)).toMatchObject({ refused: 0 });
  }
  const { conversations } = await history.ask('conversations.list', { limit: 100 });
  const now = Date.UTC(2026, 0, 1);
  for (const { createdAt, updatedAt } of conversations) {
    expect(Math.abs(createdAt - now)).toBeLessThan(3_600_000);
    expect(Math.abs(updatedAt - now)).toBeLessThan(3_600_000);
  }
});

it('takes a message of ten megabytes, and refuses one beyond the stated bound', async () => {
  const history = await openHistory();
  const long = 'sana '.repeat(2_000_000);
  expect(outcome(await importContent(history, [chat([said('1', null, long)])]))).toMatchObject({ imported: 1 });
  expect((await tell(history))[0]?.branch[0]).toHaveLength(long.length + 'user: '.length);
  const tooLong = 'x'.repeat(MOST_MESSAGE_LENGTH + 1);
  expect(outcome(await importContent(history, [chat([said('1', null, tooLong)]), GOOD]))).toMatchObject({
    imported: 1,
    refused: 1,
    reasons: [`1/1: a message is longer than ${MOST_MESSAGE_LENGTH} characters`],
  });
});

it('takes a talk of fifty thousand turns, in any order of the file', async () => {
  const history = await openHistory();
  const count = 50_000;
  const messages = Array.from({ length: count }, (_, index) =>
    said(String(index), index === 0 ? null : String(index - 1), `${index}`),
  );
  expect(
    outcome(await importContent(history, [chat(messages.reverse(), { currNode: String(count - 1) })])),
  ).toMatchObject({ imported: 1 });
  const [{ id } = { id: '' }] = (await history.ask('conversations.list', { limit: 1 })).conversations;
  const { branch } = await history.ask('conversations.open', { conversationId: id, limit: 3 });
  expect(branch.map(({ text }) => text)).toEqual(['49997', '49998', '49999']);
});

/** Cuts, doubles, overwrites or swaps pieces of a text. */
function damaged(text: string, seed: number): string {
  const random = randomOf(seed);
  const at = () => Math.floor(random() * text.length);
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
    const piece = pick(random, [
      '',
      '"',
      '{',
      '}',
      ']',
      '\\',
      '\n',
      '\0',
      'null',
      '1e999',
      '[[',
      ',,',
      '"role":7',
      '\ud800',
      text.slice(from, from + 20),
    ]);
    text = text.slice(0, from) + piece + text.slice(random() < 0.7 ? from + 1 : to);
  }
  return text;
}

it('whatever is damaged, nothing but whole conversations comes in, and what was there stays', async () => {
  const history = await openHistory();
  const [mine] = await conversationOf(history, 'Oma', 'Vastaus');
  const id = mine?.conversationId ?? '';
  const before = await history.ask('conversations.open', { conversationId: id });
  const files = [
    JSON.stringify([GOOD, chat([said('1', null, 'a'), said('2', '1', 'b')]), GOOD], null, 1),
    [GOOD, GOOD].map((one) => JSON.stringify(one)).join('\n'),
    `{"format":"sarvi-history","version":1,"conversations":[\n${JSON.stringify({ id: 's', title: 't', createdAt: 1, updatedAt: 2, activeMessageId: 'm', messages: [{ id: 'm', parentId: null, role: 'user', text: 'x', createdAt: 1 }] })}\n]}`,
    JSON.stringify([
      {
        title: 'c',
        mapping: { a: { parent: null, message: { author: { role: 'user' }, content: { parts: ['p'] } } } },
        current_node: 'a',
      },
    ]),
  ];
  let whole = 0;
  for (let seed = 0; seed < 400; seed += 1) {
    const text = damaged(files[seed % files.length] ?? '', seed);
    try {
      const { state, refused, conversationsDone, duplicates, refusals } = await importContent(history, text);
      expect({ seed, state }).toEqual({ seed, state: 'finished' });
      for (const { error } of refusals) expect(error.code).toBe('conversation-refused');
      whole += refused + conversationsDone + duplicates;
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^transfer-/) as string });
    }
  }
  expect(whole).toBeGreaterThan(200);
  expect(await history.ask('conversations.open', { conversationId: id })).toEqual(before);
  for (const { branch, messages } of await tell(history)) expect(branch.length).toBeLessThanOrEqual(messages);
});
