/** How much of a long text is put into the page between two frames. Counts and no times, so that no machine is too slow. */
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { HEAVY_TEXTS } from '../../builders/heavy-texts.ts';
import { OPTIONS } from '../../builders/markdown-options.ts';
import { renderApp } from '../../builders/render-app.ts';
import { SteppedMarkdown } from '../../../src-renderer/markdown/stepped-markdown.svelte.ts';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

test.each(['short paragraphs', 'headings', 'rules', 'a long list', 'Chinese', 'prose'])(
  'of %s a frame gets few blocks, however short they are and however many there are',
  async (kind) => {
    const text = HEAVY_TEXTS[kind]?.(15_900) ?? '';
    for (const streaming of [false, true]) {
      const shown = new SteppedMarkdown();
      shown.show(text, { ...OPTIONS, streaming });
      let before = 0;
      for (;;) {
        const count = shown.groups.flat().length;
        // A slice may go on in the frame in which it began.
        expect(count - before).toBeLessThanOrEqual(2 * 410);
        before = count;
        if (!shown.working) break;
        await frame();
      }
      expect(before).toBeGreaterThan(0);
      shown.close();
    }
  },
);

test('a frame gets few blocks of code, each of which has a head and a button', async () => {
  const shown = new SteppedMarkdown();
  shown.show(HEAVY_TEXTS['a footnote of many paragraphs']?.(1_000_000) ?? '', { ...OPTIONS, streaming: false });
  let before = 0;
  for (;;) {
    const count = shown.groups.flat().length;
    expect(count - before).toBeLessThanOrEqual(2 * 10);
    before = count;
    if (!shown.working) break;
    await frame();
  }
  expect(before).toBeGreaterThan(100);
  shown.close();
});

test('a long answer is laid out in groups apart from each other, and their borders are not to be seen', async () => {
  const text = Array.from({ length: 200 }, (_, index) => `# H${index}\n\nWords ${index}.\n`).join('\n');
  renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [buildMessage({ role: 'assistant', text })],
    },
    '#/chat/c1',
  );
  await expect.element(page.getByText('Words 199.')).toBeInViewport();
  await expect.poll(() => document.querySelector('.markdown')?.getAttribute('aria-busy')).toBe('false');
  const groups = [...document.querySelectorAll('.markdown > .blocks')];
  expect(groups.length).toBeGreaterThan(5);
  expect(new Set(groups.map((group) => getComputedStyle(group).contain))).toEqual(new Set(['content']));
  const boxes = groups.flatMap((group) => [...group.children]).map((block) => block.getBoundingClientRect());
  const gaps = boxes.slice(1).map(({ top }, index) => Math.round(top - (boxes[index]?.bottom ?? 0)));
  // Below a heading and above one, wherever a group ends.
  expect(new Set(gaps.filter((_, index) => index % 2 === 0)).size).toBe(1);
  expect(gaps.filter((gap, index) => index % 2 === 1 && gap !== gaps[1])).toEqual([]);
  expect(gaps[0]).toBeLessThan(gaps[1] ?? 0);
});

test('a short answer has a group for the text and one for the notes, which clip nothing', async () => {
  renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [buildMessage({ role: 'assistant', text: 'Short[^a].\n\nAnswer.\n\n[^a]: Note.' })],
    },
    '#/chat/c1',
  );
  await expect.element(page.getByText('Answer.')).toBeVisible();
  const groups = [...document.querySelectorAll('.markdown > .blocks')];
  expect(groups.map((group) => getComputedStyle(group).contain)).toEqual(['none', 'none']);
});

test('a question is laid out in pieces apart from each other', async () => {
  const text = HEAVY_TEXTS['short paragraphs']?.(30_000) ?? '';
  renderApp(
    { models: [buildModel()], conversations: [buildConversation()], messages: [buildMessage({ role: 'user', text })] },
    '#/chat/c1',
  );
  const pieces = () => [...document.querySelectorAll('[data-role=user] .text')];
  await expect.poll(() => pieces().length).toBe(20);
  expect(new Set(pieces().map((piece) => getComputedStyle(piece).contain))).toEqual(new Set(['content']));
});
