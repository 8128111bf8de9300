import { describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { fitMessages, type FitTools } from '../../../../src-main/core/prompt/fit-messages.ts';
import type { PromptMessage } from '../../../../src-main/core/prompt/prompt.ts';
import { assistant, user } from '../../../builders/engine.ts';
import { randomOf } from '../../../builders/random.ts';

/** A letter is a token, and a message costs four more. */
const tools: FitTools = {
  render: (messages) => {
    const prompt = messages.map(({ role, content }) => `${role[0] ?? ''}<${content}>;`).join('');
    return Promise.resolve({ prompt, tokens: new Uint32Array(prompt.length) });
  },
  count: (texts) => Promise.resolve(texts.map((text) => text.length)),
};
const SYSTEM: PromptMessage = { role: 'system', content: 'be kind' };
const limits = { contextTokens: 1000, maxTokens: 250 };

function conversation(turns: number, length: number): PromptMessage[] {
  const all = Array.from({ length: turns }, (_, turn) => [
    user(`${turn}`.padEnd(length, 'q')),
    assistant(`${turn}`.padEnd(length, 'a')),
  ]);
  return [SYSTEM, ...all.flat().slice(0, -1)];
}

describe('a conversation that fits', () => {
  test('is whole', async () => {
    const { droppedMessages, tokens } = await fitMessages(conversation(3, 50), limits, tools);
    expect([droppedMessages, tokens.length <= 750]).toEqual([0, true]);
  });
});

describe('a conversation that grows beyond the window', () => {
  test('keeps the system prompt and the newest turns, begins with a question, and leaves room', async () => {
    for (let turns = 4; turns < 60; turns += 1) {
      const messages = conversation(turns, 60);
      const { prompt, tokens, droppedMessages } = await fitMessages(messages, limits, tools);
      expect(prompt.startsWith('s<be kind>;u<')).toBe(true);
      expect(prompt.endsWith(`u<${messages.at(-1)?.content ?? ''}>;`)).toBe(true);
      expect(tokens.length).toBeLessThanOrEqual(750);
      expect(droppedMessages % 2).toBe(0);
    }
  });

  test('moves its beginning rarely', async () => {
    const beginnings: number[] = [];
    for (let turns = 1; turns <= 60; turns += 1) {
      beginnings.push((await fitMessages(conversation(turns, 60), limits, tools)).droppedMessages);
    }
    expect(beginnings).toEqual(beginnings.toSorted((a, b) => a - b));
    // Five and a half turns fit; a step makes room for about three.
    const steps = new Set(beginnings).size - 1;
    expect(steps).toBeGreaterThan(0);
    expect(steps).toBeLessThanOrEqual(60 / 3);
  });

  test('an answer that may be longer than the window takes a quarter of it', async () => {
    const { droppedMessages } = await fitMessages(conversation(5, 60), { ...limits, maxTokens: 100_000 }, tools);
    expect(droppedMessages).toBe(0);
  });
});

describe('the last exchange', () => {
  const words = (length: number): string => 'word '.repeat(length / 5);

  test('stays whole where a step would have taken it', async () => {
    // Its answer alone is more than the half that a step leaves.
    const talk = [...conversation(3, 60), assistant('old'), user('plan'), assistant(words(600)), user('Summarise it')];
    const { prompt, cutMessages } = await fitMessages(talk, limits, tools);
    expect(prompt).toBe(`s<be kind>;u<plan>;a<${words(600)}>;u<Summarise it>;`);
    expect(cutMessages).toEqual([]);
  });

  test('of what does not fit the beginning of the answer is cut, and no more than has to be', async () => {
    for (const length of [750, 800, 1500, 20_000]) {
      const talk = [
        ...conversation(2, 60),
        assistant('old'),
        user('plan'),
        assistant(words(length)),
        user('Summarise'),
      ];
      const { prompt, tokens, droppedMessages, cutMessages } = await fitMessages(talk, limits, tools);
      expect(prompt).toMatch(/^s<be kind>;u<plan>;a<… (word )+>;u<Summarise>;$/);
      expect(tokens.length).toBeLessThanOrEqual(750);
      expect(tokens.length).toBeGreaterThan(690);
      expect([droppedMessages, cutMessages]).toEqual([4, [6]]);
    }
  });

  test('a long question is kept by its end, with the end of what was answered', async () => {
    const talk = [SYSTEM, user(words(900)), assistant(words(100)), user('Who wrote it?')];
    const { prompt, tokens, cutMessages } = await fitMessages(talk, limits, tools);
    expect(prompt).toMatch(/^s<be kind>;u<… (word )+>;a<(word )+>;u<Who wrote it\?>;$/);
    expect(tokens.length).toBeLessThanOrEqual(750);
    expect(cutMessages).toEqual([1]);
  });

  test('goes only when the question leaves no room', async () => {
    const talk = [SYSTEM, user('plan'), assistant(words(400)), user('x'.repeat(720))];
    const { prompt, droppedMessages } = await fitMessages(talk, limits, tools);
    expect([prompt.startsWith('s<be kind>;u<xxx'), droppedMessages]).toEqual([true, 2]);
  });

  test('is never lost, and no half of a character is left, whatever the lengths', async () => {
    const random = randomOf(7);
    for (let round = 0; round < 200; round += 1) {
      const length = (most: number): number => 1 + Math.floor(random() * most);
      const talk: PromptMessage[] = [SYSTEM];
      for (let turn = length(6); turn > 0; turn -= 1) {
        talk.push(user('🦌'.repeat(length(200))), assistant('ä 🌲'.repeat(length(400))));
      }
      talk.push(user('and?'));
      const { prompt, tokens } = await fitMessages(talk, limits, tools);
      expect(tokens.length).toBeLessThanOrEqual(750);
      expect(prompt).toMatch(/;a<[^;]*ä 🌲>;u<and\?>;$/u);
      expect(prompt.isWellFormed()).toBe(true);
    }
  });
});

describe('one message', () => {
  test('may take the room of the answer, but for a little', async () => {
    const messages = [SYSTEM, user('x'.repeat(940))];
    expect((await fitMessages(messages, limits, tools)).tokens.length).toBeLessThanOrEqual(968);
  });

  test('that cannot fit is refused with its tokens and the limit, however long the conversation', async () => {
    for (const earlier of [[SYSTEM], conversation(9, 60)]) {
      const refused = fitMessages([...earlier, user('x'.repeat(2000))], limits, tools);
      await expect(refused).rejects.toBeInstanceOf(SarviError);
      await expect(refused).rejects.toMatchObject({
        code: 'prompt-too-long',
        details: { tokens: 2015, limit: 968, contextTokens: 1000 },
      });
    }
  });

  test('that cannot fit is no reason to fail later, once it is old', async () => {
    const messages = [SYSTEM, user('x'.repeat(2000)), assistant('short'), user('next')];
    expect(await fitMessages(messages, limits, tools)).toMatchObject({
      prompt: 's<be kind>;u<next>;',
      droppedMessages: 2,
    });
  });
});
