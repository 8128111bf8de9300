import { expect, test } from 'vitest';
import { Generation } from '../../../src-renderer/state/generation.svelte.ts';

const IDS = { generationId: 'g1', conversationId: 'c1', messageId: 'm1' };
const text = (offset: number, delta: string) =>
  ({ ...IDS, kind: 'text', offset, delta, generatedTokens: 1, contextUsedTokens: 9, tokensPerSecond: null }) as const;

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function shown(generation: Generation): Promise<string> {
  await nextFrame();
  await nextFrame();
  return generation.text;
}

test('deltas add up in order', async () => {
  const generation = new Generation(IDS);
  generation.apply(text(0, 'Hei '));
  generation.apply(text(4, 'maailma'));
  expect(await shown(generation)).toBe('Hei maailma');
});

test('a piece that is told again is not doubled', async () => {
  const generation = new Generation(IDS);
  generation.apply(text(0, 'Hei '));
  generation.apply(text(4, 'maa'));
  generation.apply(text(4, 'maailma'));
  expect(await shown(generation)).toBe('Hei maailma');
});

test('what comes after a gap waits for the text before it', async () => {
  const generation = new Generation(IDS);
  generation.apply(text(4, 'maa'));
  expect([generation.hasGap, await shown(generation)]).toEqual([true, '']);
  generation.fillGap({ text: 'Hei' });
  expect(generation.hasGap).toBe(true);
  generation.apply(text(7, 'ilma'));
  generation.fillGap({ text: 'Hei maa' });
  expect([generation.hasGap, await shown(generation)]).toEqual([false, 'Hei maailma']);
});

test('thinking grows beside the text, and its gap is filled by what is kept of it', async () => {
  const generation = new Generation(IDS, { text: '', asides: [{ kind: 'thinking', text: 'Hm' }] });
  generation.apply({ ...text(2, ', no'), kind: 'thinking' });
  generation.apply(text(0, 'Hei'));
  expect([await shown(generation), generation.thinking]).toEqual(['Hei', 'Hm, no']);
  generation.apply({ ...text(9, '!'), kind: 'thinking' });
  expect(generation.hasGap).toBe(true);
  generation.fillGap({ text: 'He', asides: [{ kind: 'thinking', text: 'Hm, no ni' }] });
  expect([generation.hasGap, await shown(generation), generation.thinking]).toEqual([false, 'Hei', 'Hm, no ni!']);
});

test('the share of reading is none while its whole is unknown', () => {
  const generation = new Generation(IDS);
  generation.apply({ ...IDS, kind: 'reading', tokensDone: 0, tokensTotal: 0 });
  expect(generation.fraction).toBe(0);
  generation.apply({ ...IDS, kind: 'reading', tokensDone: 30, tokensTotal: 120 });
  expect(generation.fraction).toBe(0.25);
});
