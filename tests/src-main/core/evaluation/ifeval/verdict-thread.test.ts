import { afterAll, expect, test } from 'vitest';
import { VerdictThread } from '../../../../../src-main/core/evaluation/ifeval/verdict-thread.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const entry = new URL('../../../../../src-main/core/evaluation/ifeval/worker.ts', import.meta.url).pathname;
const threadOf = (options: { deadlineMs?: number; punktFolder?: string } = {}) =>
  new VerdictThread({ entry, language: 'en', resources: 'resources', punktFolder: null, ...options });

const thread = threadOf();
afterAll(() => thread.close());

const ask = (id: string, kwargs: Record<string, unknown>, answer = 'A cat.') => ({
  answer,
  instructionIds: [id],
  kwargs: [kwargs],
});

test('a keyword that never ends stops at the deadline, and the next row is judged', async () => {
  const hasty = threadOf({ deadlineMs: 1500 });
  const rows = [
    ask('keywords:existence', { keywords: ['(a|a)*$'] }, `${'a'.repeat(60)}b`),
    ask('punctuation:no_comma', {}),
  ];
  const [endless, next] = await Promise.allSettled(rows.map((row) => hasty.judge(row)));
  expect(endless).toMatchObject({ status: 'rejected', reason: { code: 'verdict-timed-out' } });
  expect(next).toMatchObject({ status: 'fulfilled', value: { verdicts: [{ strict: true, loose: true }] } });
  await hasty.close();
});

test.each([
  ['an unknown instruction', 'nothing:such', {}, 'instruction-unknown'],
  ['an argument of another instruction', 'punctuation:no_comma', { letter: 'a' }, 'instruction-other-argument'],
  ['a number in words', 'length_constraints:number_words', { num_words: 'ten' }, 'instruction-wrong-argument'],
  [
    'a relation of another form',
    'keywords:frequency',
    { keyword: 'a', relation: 'at most' },
    'instruction-wrong-argument',
  ],
  [
    'a language that the harness cannot name',
    'language:response_language',
    { language: 'sv' },
    'instruction-wrong-argument',
  ],
  ['no keywords', 'keywords:existence', { keywords: [] }, 'instruction-argument-missing'],
  ['a keyword that is no pattern', 'keywords:existence', { keywords: ['(a'] }, 'instruction-pattern'],
])('%s is refused with its reason', async (_, id, kwargs, reason) => {
  await expect(thread.judge(ask(id, kwargs))).rejects.toMatchObject({
    code: 'verdict-refused',
    details: { reason: expect.stringContaining(reason) as string },
  });
});

test('what is null, zero or empty counts as not given, and is drawn the same each time', async () => {
  const row = ask('length_constraints:number_words', { num_words: 0, relation: null, letter: '' });
  const [first, second] = [await thread.judge(row), await thread.judge(row)];
  expect(first).toEqual(second);
  expect(first.drawn).toEqual([['num_words', 'relation']]);
});

test('a folder without the tables of punkt_tab is told', async () => {
  const without = threadOf({ punktFolder: await temporaryFolder() });
  await expect(without.judge(ask('punctuation:no_comma', {}))).rejects.toMatchObject({ code: 'punkt-tables-missing' });
  await without.close();
});
