import { describe, expect, test } from 'vitest';
import {
  joinThinking,
  openTagOf,
  type ThinkingAndText,
  ThinkingSplitter,
} from '../../../src-main/core/thinking-splitter.ts';
import { randomOf } from '../../builders/random.ts';

const NOTHING = { thinking: '', text: '' };

function split(pieces: readonly string[], before: ThinkingAndText = NOTHING, openTag?: string): ThinkingAndText {
  const splitter = new ThinkingSplitter(before, openTag);
  const said = [...pieces.map((piece) => splitter.push(piece)), splitter.end()];
  return { thinking: said.map(({ thinking }) => thinking).join(''), text: said.map(({ text }) => text).join('') };
}

/** Answers as models write them, and what is in them. */
const ANSWERS: readonly [string, ThinkingAndText][] = [
  ['<think>\nTwo and two.\n</think>\n\nFour.', { thinking: 'Two and two.', text: 'Four.' }],
  ['<think>Lingonberry.</think>The lingonberry.', { thinking: 'Lingonberry.', text: 'The lingonberry.' }],
  ['\n <think>a\n\nb </think>\n', { thinking: 'a\n\nb', text: '' }],
  ['<think>\n\n</think>\n\nYes.', { thinking: '', text: 'Yes.' }],
  ['<think>a</think>\n<think>b</think> c', { thinking: 'a\n\nb', text: 'c' }],
  ['<think>cut off in the mid', { thinking: 'cut off in the mid', text: '' }],
  ['<think>a < b and </b> </thin', { thinking: 'a < b and </b> </thin', text: '' }],
  ['[THINK]a</think>b[/THINK]c', { thinking: 'a</think>b', text: 'c' }],
  ['<thinking>a</thinking>b', { thinking: 'a', text: 'b' }],
  ['The tag <think> opens and </think> closes.', { thinking: '', text: 'The tag <think> opens and </think> closes.' }],
  ['```\n<think>\n```', { thinking: '', text: '```\n<think>\n```' }],
  ['  <thin', { thinking: '', text: '  <thin' }],
  ['<b>x</b>', { thinking: '', text: '<b>x</b>' }],
  ['   ', { thinking: '', text: '   ' }],
  ['', NOTHING],
];

describe('thinking is parted from the answer', () => {
  test.each(ANSWERS)('in %j', (answer, said) => {
    expect(split([answer])).toEqual(said);
    expect(split([...answer])).toEqual(said);
    const next = randomOf(answer.length);
    for (let round = 0; round < 20; round += 1) {
      const cuts = [...answer].map(() => next() < 0.3);
      const pieces = [...answer].reduce<string[]>((all, sign, at) => {
        if (cuts[at] || all.length === 0) all.push(sign);
        else all[all.length - 1] += sign;
        return all;
      }, []);
      expect(split(pieces)).toEqual(said);
    }
  });

  test('when the prompt has opened it, with or without the tag once more', () => {
    for (const answer of ['Hm.\n</think>\n\nYes.', '\n<think>\nHm.</think>Yes.']) {
      expect(split([answer], NOTHING, '<think>')).toEqual({ thinking: 'Hm.', text: 'Yes.' });
      expect(split([...answer], NOTHING, '<think>')).toEqual({ thinking: 'Hm.', text: 'Yes.' });
    }
    expect(split(['never closed'], NOTHING, '<think>')).toEqual({ thinking: 'never closed', text: '' });
  });

  test('when an answer goes on in the middle of it, and never again in the answer itself', () => {
    expect(split([' more</think>Yes.'], { thinking: 'Hm', text: '' })).toEqual({ thinking: ' more', text: 'Yes.' });
    expect(split(['<think>x</think>'], { thinking: 'Hm', text: 'Yes: ' })).toEqual({
      thinking: '',
      text: '<think>x</think>',
    });
  });
});

test('a prompt that opens the thinking is known by its end', () => {
  expect(openTagOf('<|Assistant|><think>\n')).toBe('<think>');
  expect(openTagOf('<|im_start|>assistant\n<think>\n\n</think>\n\n')).toBeUndefined();
  expect(openTagOf('What is <think>? <|Assistant|>')).toBeUndefined();
});

test('an answer that goes on stands in the prompt as the model wrote it', () => {
  const said = { thinking: 'Hm.', text: 'Yes' };
  expect(joinThinking(said)).toBe('<think>\nHm.\n</think>\n\nYes');
  expect(joinThinking(said, '<think>')).toBe('Hm.\n</think>\n\nYes');
  expect(joinThinking({ thinking: 'Hm', text: '' }, '<think>')).toBe('Hm');
  expect(joinThinking({ thinking: 'Hm', text: '' })).toBe('<think>\nHm');
  expect(joinThinking({ thinking: '', text: 'Yes' })).toBe('Yes');
  expect(joinThinking({ thinking: '', text: 'Yes' }, '<think>')).toBe('\n</think>\n\nYes');
  expect(joinThinking(NOTHING, '<think>')).toBe('');
});
