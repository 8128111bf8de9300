/** How code of a message gets its colours, in the page. Counts and no times, so that no machine is too slow. */
import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';
import { loadHighlighter } from '../../../src-renderer/markdown/highlight.ts';
import { sanitizeColours } from '../../../src-renderer/markdown/sanitize.ts';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const chunks = () => [...document.querySelectorAll('.code-chunk')];
const isColoured = (chunk: Element): boolean => chunk.querySelector('.hljs-string') !== null;
/** The width of ordinary code that is about as long as a chunk may be. */
const line = (number: number): string => `const a${number} = "${'b'.repeat(70)}"; // c\n`;
const lines = (count: number): string => Array.from({ length: count }, (_, number) => line(number)).join('');

function open(message: Parameters<typeof buildMessage>[0]) {
  const messages = [buildMessage({ id: 'm', conversationId: 'c1', role: 'assistant', ...message })];
  return renderApp({ models: [buildModel()], conversations: [buildConversation()], messages }, '#/chat/c1');
}

test('a frame colours few parts of long code, and all in sight have their colours in the end', async () => {
  await loadHighlighter();
  open({ text: `\`\`\`js\n${lines(390)}\`\`\`\n` });
  await expect.poll(() => chunks().length).toBeGreaterThan(2);
  let before = chunks().filter(isColoured).length;
  for (let frames = 0; frames < 200 && before < chunks().length; frames += 1) {
    await frame();
    const coloured = chunks().filter(isColoured).length;
    // A slice may go on in the frame in which it began.
    expect(coloured - before).toBeLessThanOrEqual(2);
    before = coloured;
  }
  expect(chunks().every(isColoured)).toBe(true);
  expect(
    chunks()
      .map(({ textContent }) => textContent)
      .join(''),
  ).toBe(lines(390));
});

test('code that grows keeps the colours it has, with every word of it shown at once', async () => {
  await loadHighlighter();
  const begun = `\`\`\`js\n${lines(3)}`;
  const { bridge } = open({ text: begun, streaming: true });
  await expect.poll(() => chunks().some(isColoured)).toBe(true);
  const ids = { generationId: 'g', conversationId: 'c1', messageId: 'm', kind: 'text' } as const;
  const counts = { generatedTokens: 1, contextUsedTokens: 1, tokensPerSecond: 10 };
  const text = lines(60).slice(lines(3).length);
  for (let offset = 0; offset < text.length; offset += 500) {
    const delta = text.slice(offset, offset + 500);
    bridge.emit('generation.changed', { ...ids, ...counts, offset: begun.length + offset, delta });
    flushSync();
    expect(chunks().every(isColoured)).toBe(true);
  }
  await expect.poll(() => chunks()[0]?.textContent.trimEnd()).toBe(lines(60).trimEnd());
});

test('code whose language becomes another one gets its colours', async () => {
  await loadHighlighter();
  const text = '```zz\nconst a = "b";\n```\n';
  const { bridge } = open({ text, streaming: true });
  await expect.poll(() => chunks().length).toBe(1);
  await frame();
  expect(chunks().some(isColoured)).toBe(false);
  const ids = { generationId: 'g', conversationId: 'c1', messageId: 'm', kind: 'finished' } as const;
  const message = buildMessage({ id: 'm', conversationId: 'c1', role: 'assistant', text: text.replace('zz', 'js') });
  bridge.emit('generation.changed', { ...ids, message });
  await expect.poll(() => chunks().every(isColoured)).toBe(true);
});

test('of code in very long lines a few are in the page, and none has colours', async () => {
  await loadHighlighter();
  open({ text: `\`\`\`js\n${'a("b");'.repeat(100_000)}\n\`\`\`\n` });
  await expect.poll(() => chunks().length).toBeGreaterThan(0);
  await frame();
  const shown = chunks().reduce((sum, { textContent }) => sum + textContent.length, 0);
  expect(shown).toBeGreaterThan(50_000);
  expect(shown).toBeLessThan(160_000);
  expect(chunks().some(isColoured)).toBe(false);
});

describe('colours are sanitized:', () => {
  test('what the library makes of any language stays as it is', async () => {
    const highlighter = await loadHighlighter();
    const code =
      '<script>alert("&lt;")</script>\n<?php echo "a"; ?>\n<style>a { color: red }</style>\n```js\nf(`${x}`)\n';
    for (const language of ['html', 'php', 'markdown', 'js', 'css', 'bash']) {
      const html = highlighter.highlight(code, language) ?? '';
      const root = document.createElement('div');
      root.innerHTML = html;
      expect([...root.querySelectorAll('*')].filter(({ localName }) => localName !== 'span')).toEqual([]);
      expect(root.textContent).toBe(code);
      expect(sanitizeColours(html)).toBe(html);
    }
  });

  test.each([
    ['<span class="hljs-string" onclick="x()">a</span>', '<span class="hljs-string">a</span>'],
    ['<span class="a"><script>x()</script>b</span>', '<span class="a">b</span>'],
    ['<img src="x" onerror="x()">a', 'a'],
    ['<span class="a" class="b">c</span>', '<span class="a">c</span>'],
    ["<span class='a' style='color: red'>b</span>", '<span class="a">b</span>'],
    ['</span><iframe src="https://example.org"></iframe>a', 'a'],
  ])('%s', (html, clean) => {
    expect(sanitizeColours(html)).toBe(clean);
  });
});
