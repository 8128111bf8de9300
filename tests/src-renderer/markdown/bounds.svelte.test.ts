import { describe, expect, test } from 'vitest';
import { DEEP_FORMULAS, HEAVY_TEXTS, WIDE_FORMULAS } from '../../builders/heavy-texts.ts';
import { OPTIONS } from '../../builders/markdown-options.ts';
import { MarkdownDocument } from '../../../src-renderer/markdown/render-markdown.ts';
import type { MarkdownBlock } from '../../../src-renderer/markdown/markdown-block.ts';
import { inSlices, spend } from '../../../src-renderer/markdown/slices.ts';
import { typesetMath } from '../../../src-renderer/markdown/typeset-math.ts';

const LENGTH = 24_000;

function elementsOf(blocks: readonly MarkdownBlock[]): number {
  return blocks.reduce(
    (sum, block) => sum + (block.kind === 'code' ? 1 : (block.html.match(/<[a-z]/g)?.length ?? 0)),
    0,
  );
}

function depthOf(root: Element): number {
  const depths = [...root.querySelectorAll('*')].map((element) => {
    let depth = 0;
    for (let at: Element | null = element; at && at !== root; at = at.parentElement) depth += 1;
    return depth;
  });
  return Math.max(0, ...depths);
}

describe.each(Object.entries(HEAVY_TEXTS))('%s', (_, make) => {
  const source = make(LENGTH);

  test('is read in steps, of which none makes much, and makes a bounded page', () => {
    const message = new MarkdownDocument();
    const steps = message.steps(source, OPTIONS);
    let longest = 0;
    let before = 0;
    let count = 0;
    for (let step = steps.next(); ; step = steps.next()) {
      count += 1;
      longest = Math.max(longest, message.madeCharacters - before);
      before = message.madeCharacters;
      if (!step.done) continue;
      expect(elementsOf(step.value)).toBeLessThanOrEqual(16_000);
      expect(step.value.length).toBeLessThanOrEqual(4100);
      // Nothing that was written is lost without a trace: a page of blanks alone is empty.
      if (source.trim() !== '' && !/^\[a(\d+)?\]:/.test(source)) expect(step.value.length).toBeGreaterThan(0);
      break;
    }
    expect(longest).toBeLessThan(400_000);
    expect(count).toBeLessThan(6000);
  });

  test('is shown while it streams, each time with few blocks made anew', () => {
    const message = new MarkdownDocument();
    for (let length = 6000; length <= source.length; length += 6000) {
      const before = message.renderedBlocks;
      message.render(source.slice(0, length), { ...OPTIONS, streaming: true });
      expect(message.renderedBlocks - before).toBeLessThan(2600);
    }
  });
});

test.each(['many fences', 'short paragraphs', 'headings'])(
  'of %s a text that streams has no more blocks than the finished one, so that its end takes none away',
  (kind) => {
    const source = HEAVY_TEXTS[kind]?.(150_000) ?? '';
    const message = new MarkdownDocument();
    let blocks: readonly MarkdownBlock[] = [];
    for (let length = 15_000; length <= source.length; length += 15_000) {
      blocks = message.render(source.slice(0, length), { ...OPTIONS, streaming: true });
      expect(blocks.length).toBeLessThanOrEqual(4100);
    }
    const finished = message.render(source, OPTIONS);
    expect(Math.abs(finished.length - blocks.length)).toBeLessThanOrEqual(3);
  },
);

describe('a formula', () => {
  async function typeset(source: string): Promise<HTMLElement> {
    const root = document.createElement('div');
    const shown = document.createElement('div');
    shown.className = 'math math-display';
    shown.textContent = `$$${source}$$`;
    root.append(shown);
    document.body.append(root);
    typesetMath(root);
    await expect.poll(() => shown.matches('.typeset, .unreadable')).toBe(true);
    root.remove();
    return shown;
  }

  test('with commands that KaTeX does not trust shows the words in them', async () => {
    const shown = await typeset(
      '\\href{javascript:alert(1)}{x} + \\htmlStyle{color: red}{y} + \\url{https://a.b/%20_}',
    );
    expect(shown.querySelector('.katex-html')?.textContent.replace(/\s/g, '')).toBe('x+y+https://a.b/%20_');
    expect(shown.querySelector('a, [href], [style*=red]')).toBe(null);
  });

  test('that is asked for again before its turn has come is typeset once', async () => {
    const once = (await typeset('\\sum_{k=1}^{n} 15 = 15n.')).textContent;
    const root = document.createElement('div');
    root.innerHTML = '<div class="math math-display">$$\\sum_{k=1}^{n} 15 = 15n.$$</div>'.repeat(2);
    document.body.append(root);
    // Work that fills the slice, so that the formulas wait.
    inSlices(() => spend(1e6));
    typesetMath(root);
    typesetMath(root);
    await expect.poll(() => root.querySelectorAll('.typeset').length).toBe(2);
    await new Promise((done) => setTimeout(done, 100));
    expect([...root.children].map((shown) => shown.textContent)).toEqual([once, once]);
    root.remove();
  });

  test.each(DEEP_FORMULAS.map((source) => [source.slice(0, 30), source] as const))(
    'that nests hundreds of times is shown as it was written: %s',
    async (_, source) => {
      const shown = await typeset(source);
      expect(depthOf(shown)).toBeLessThan(400);
      if (shown.classList.contains('unreadable')) expect(shown.textContent).toBe(`$$${source}$$`);
    },
  );

  test.each(WIDE_FORMULAS.map((source) => [source.slice(0, 30), source] as const))(
    'that is very wide or multiplies itself stays small: %s',
    async (_, source) => {
      expect((await typeset(source)).querySelectorAll('*').length).toBeLessThan(12_000);
    },
  );

  test.each([
    '\\cfrac{1}{1+\\cfrac{1}{1+\\cfrac{1}{1+\\cfrac{1}{1+\\cfrac{1}{1+\\cfrac{1}{x}}}}}}',
    '\\boxed{\\sqrt{\\frac{\\hat{x}^2+\\overline{y_{i_j}}}{\\left(1+\\frac{a}{b}\\right)^{2}}}}',
    `\\begin{aligned}${'f(x)&=\\sum_{i=0}^{n}\\frac{x^i}{i!}\\\\'.repeat(25)}\\end{aligned}`,
    `\\begin{pmatrix}${'1&2&3&4&5&6&7&8&9&10\\\\'.repeat(10)}\\end{pmatrix}`,
    '\\newcommand{\\foo}{\\mathbb{X}} f:\\foo\\to\\foo',
    '\\def\\half{\\frac12}\\half+\\half=1',
  ])('that people write is typeset: %s', async (source) => {
    expect((await typeset(source)).classList).toContain('typeset');
  });

  test('of a message that has thousands: the first are typeset, the others shown as they were written', () => {
    const blocks = new MarkdownDocument().render(
      Array.from({ length: 5000 }, (_, index) => `$x_{${index}}$`).join(' and\n\n'),
      OPTIONS,
    );
    const root = document.createElement('div');
    root.innerHTML = blocks.map((block) => (block.kind === 'html' ? block.html : '')).join('');
    const first = root.querySelectorAll('.math:not(.unreadable)');
    expect(first.length).toBeGreaterThan(1000);
    expect(first.length).toBeLessThan(2500);
    expect(root.textContent).toContain('$x_{2499}$');
  });
});
