import { expect, test } from 'vitest';
import { LogprobReader } from '../../../../src-main/core/remote/read-logprobs.ts';

const one = { text: 'Hei', probability: 1, alternatives: [] };

test('the form of chats, with the ids that llama-server adds', () => {
  const top = [
    { id: 7, token: 'Hei', logprob: Math.log(0.5), bytes: [72] },
    { token: 'Moi', logprob: Math.log(0.25), bytes: null },
  ];
  const content = [{ ...top[0], top_logprobs: top }];
  const expected = [
    {
      ...{ token: 7, text: 'Hei', probability: 0.5 },
      alternatives: [
        { token: 7, text: 'Hei', probability: 0.5 },
        { text: 'Moi', probability: 0.25 },
      ],
    },
  ];
  expect(new LogprobReader(2).choicesOf({ logprobs: { content } })).toEqual(expected);
  expect(new LogprobReader(0).choicesOf({ logprobs: { content } })).toEqual([]);
});

test('the form of completions', () => {
  const logprobs = {
    tokens: ['a', 'b'],
    token_logprobs: [0, -9999],
    top_logprobs: [{ a: 0, c: Math.log(0.1) }, null],
    text_offset: [0, 1],
  };
  expect(new LogprobReader(1).choicesOf({ logprobs })).toEqual([
    { text: 'a', probability: 1, alternatives: [{ text: 'a', probability: 1 }] },
    { text: 'b', probability: 0, alternatives: [] },
  ]);
});

test('what cannot be is passed over', () => {
  const reader = new LogprobReader(20);
  for (const logprobs of [null, [], 'no', { content: null }, { content: 'no' }, { content: [null, 5, []] }]) {
    expect(reader.choicesOf({ logprobs })).toEqual([]);
  }
  const content = [
    { token: 'x', logprob: 1 },
    { token: 'x', logprob: null },
    { token: 5, logprob: -1 },
    { token: 'x', logprob: Number.NaN },
    {
      token: 'Hei',
      logprob: 0.001,
      id: -4,
      top_logprobs: [
        { token: null, logprob: -1 },
        { token: 'y', logprob: 7 },
      ],
    },
  ];
  expect(reader.choicesOf({ logprobs: { content } })).toEqual([one]);
  expect(reader.choicesOf({ logprobs: { tokens: ['a'], token_logprobs: [], top_logprobs: 'no' } })).toEqual([]);
  const [long] = reader.choicesOf({ logprobs: { content: [{ token: '\u{1f98c}'.repeat(9999), logprob: 0 }] } });
  expect(long?.text.length).toBeLessThanOrEqual(256);
});

test('a server that tells without end is heard to a bound', () => {
  const reader = new LogprobReader(20);
  const content = Array.from({ length: 2000 }, () => ({
    ...{ token: 'x', logprob: -1 },
    top_logprobs: Array.from({ length: 500 }, () => ({ token: 'y', logprob: -3 })),
  }));
  let kept = 0;
  for (let chunk = 0; chunk < 20; chunk += 1) {
    for (const { alternatives } of reader.choicesOf({ logprobs: { content } })) kept += 1 + alternatives.length;
  }
  expect(kept).toBeGreaterThan(100_000);
  expect(kept).toBeLessThan(201_000);
});
