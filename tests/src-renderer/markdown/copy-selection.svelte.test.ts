import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const ANSWER = 'Area **is** $\\pi r^2$ here.\n\n$$\na+b\n$$\n\n```js\nlet a = 1;\n```\n\nEnd.';

const messages = page.getByTestId('message');

async function ask(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(1)).toHaveAttribute('aria-busy', 'false');
}

/** What a copy of the whole of an element puts on the clipboard; null where the browser does it by itself. */
function copied(element: Element): { text: string; html: string } | null {
  document.getSelection()?.selectAllChildren(element);
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  if (!event.defaultPrevented) return null;
  return { text: clipboardData.getData('text/plain'), html: clipboardData.getData('text/html') };
}

test('a copied selection has each formula once, and no words of buttons', async () => {
  renderApp({ models: [buildModel()], answer: () => ANSWER });
  await ask('Area?');
  const answer = messages.nth(1).element();
  await expect.poll(() => answer.querySelectorAll('.katex').length).toBe(2);
  const markdown = answer.querySelector('.markdown') ?? answer;
  const { text = '', html = '' } = copied(markdown) ?? {};
  expect(text.replace(/\n+/g, '\n').trim()).toBe('Area is $\\pi r^2$ here.\n$$a+b$$\nlet a = 1;\nEnd.');
  expect(html).toContain('<strong>is</strong>');
  expect(html.match(/<math/g)).toHaveLength(2);
  expect(html).not.toMatch(/katex|<button|style=/);
});

test('the browser copies ordinary words by itself', async () => {
  renderApp({ models: [buildModel()], answer: () => 'Only **words**.' });
  await ask('Hello');
  const markdown = messages.nth(1).element().querySelector('.markdown');
  await expect.poll(() => markdown).not.toBeNull();
  expect(copied(markdown as Element)).toBeNull();
  expect(document.getSelection()?.toString()).toContain('words');
  await expect.element(page.getByRole('button', { name: 'Quote' })).toBeVisible();
});
