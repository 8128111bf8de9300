import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import QuickApp from '../../../src-renderer/app/QuickApp.svelte';
import { buildModel } from '../../builders/contract-values.ts';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { renderApp } from '../../builders/render-app.ts';

const STATUS = { shortcut: 'off', isWayland: false, command: 'sarvi-desktop --quick' } as const;
const CORE: FakeCore = {
  models: [buildModel()],
  quick: STATUS,
  description: { shell: 'desktop' },
  answer: (question) => `**Vastaus**: ${question}`,
};
const show = (core: FakeCore = {}) => renderApp({ ...CORE, ...core }, '#/', QuickApp);
const question = page.getByRole('textbox', { name: 'Question' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function ask(text: string): Promise<void> {
  await question.fill(text);
  await userEvent.keyboard('{Enter}');
}

test('a question is a temporary conversation of its own, and its answer is Markdown', async () => {
  const { bridge } = show();
  await expect.element(question).toHaveFocus();
  expect(bridge.calls.map(({ name }) => name).filter((name) => /^(chat|conversations\.create)/.test(name))).toEqual([]);
  await ask('Mikä on sarvi?');
  await expect.element(page.getByText('Vastaus', { exact: true })).toBeVisible();
  expect(document.querySelector('strong')?.textContent).toBe('Vastaus');
  expect(bridge.calls.find(({ name }) => name === 'conversations.create')?.input).toMatchObject({ temporary: 'quick' });
  await expect.element(question).toHaveValue('');
});

test('a new question forgets the former one', async () => {
  const { bridge } = show();
  await ask('Ensimmäinen');
  await expect.element(button('Continue in Sarvi')).toBeVisible();
  await ask('Toinen');
  await expect.element(page.getByText('Vastaus: Toinen')).toBeVisible();
  await expect.element(page.getByText(/Ensimmäinen/)).not.toBeInTheDocument();
  const listed = await bridge.call('temporary.list', {});
  expect(listed.ok && listed.value.conversations.length).toBe(1);
});

test('what an earlier page of the window has left is forgotten', async () => {
  const first = show();
  await ask('Jäljelle jäävä');
  await expect.element(button('Continue in Sarvi')).toBeVisible();
  const { bridge } = first;
  expect(bridge.calls.filter(({ name }) => name === 'temporary.list').length).toBeGreaterThan(0);
});

test('the clipboard is read when its button is pressed, seen before it is sent, and can be removed', async () => {
  const { bridge } = show({ clipboard: 'Kopioitu ```teksti```' });
  const reads = () => bridge.calls.filter(({ name }) => name === 'quick.readClipboard').length;
  await expect.element(question).toHaveFocus();
  expect(reads()).toBe(0);
  await button('Take the clipboard along').click();
  await expect.element(page.getByText('Kopioitu ```teksti```')).toBeVisible();
  await button('Remove the text of the clipboard').click();
  await expect.element(page.getByText('Kopioitu ```teksti```')).not.toBeInTheDocument();
  await button('Take the clipboard along').click();
  await ask('Tiivistä');
  await expect.element(button('Continue in Sarvi')).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'chat.send')?.input).toMatchObject({
    text: expect.stringMatching(/^```text clipboard\.txt\nKopioitu ```teksti```\n```\n\nTiivistä$/) as string,
  });
  await expect.element(button('Take the clipboard along')).toBeVisible();
});

test('the setting shows the text of the clipboard, which one press takes along', async () => {
  show({ clipboard: 'x'.repeat(500), settings: { quickOffersClipboard: true } });
  await expect.element(page.getByText('On the clipboard:')).toBeVisible();
  await button('Take along').click();
  await expect.element(page.getByText('500 characters')).toBeVisible();
});

test('says that there is no text, and that a text is too long', async () => {
  show({ clipboard: null });
  await button('Take the clipboard along').click();
  await expect.element(page.getByText('There is no text on the clipboard.')).toBeVisible();
});

test('a text that is too long is refused in words', async () => {
  show({ clipboard: 'x'.repeat(200_001) });
  await button('Take the clipboard along').click();
  await expect.element(page.getByText(/^The text on the clipboard is too long/)).toBeVisible();
});

test('Esc hides the window and stops nothing', async () => {
  const { bridge } = show({ stepMs: 40, answer: () => 'pitkä '.repeat(200) });
  await ask('Kerro pitkästi');
  await expect.element(button('Stop')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(bridge.calls.at(-1)?.name).toBe('quick.hide'));
  expect(bridge.calls.some(({ name }) => name === 'chat.stop')).toBe(false);
  await button('Stop').click();
  await expect.element(page.getByText('Stopped')).toBeVisible();
});

test('an answer continues as an ordinary conversation', async () => {
  const { bridge } = show();
  await ask('Jatkuva');
  await button('Continue in Sarvi').click();
  await expect.element(page.getByText('Vastaus: Jatkuva')).not.toBeInTheDocument();
  const listed = await bridge.call('conversations.list', { limit: 10 });
  expect(listed.ok && listed.value.conversations.length).toBe(1);
  await expect.element(page.getByText('The answer is no longer in memory.')).not.toBeInTheDocument();
});

test('what could not be kept stays in the window with the reason', async () => {
  const { bridge } = show();
  await ask('Säilyvä');
  await expect.element(button('Continue in Sarvi')).toBeVisible();
  bridge.failNext('quick.continue', 'data-folder-gone', { path: '/data' });
  await button('Continue in Sarvi').click();
  await expect.element(page.getByText(/^The data folder \/data disappeared/)).toBeVisible();
  await expect.element(page.getByText('Vastaus: Säilyvä')).toBeVisible();
});

test('without a model it says so and asks nothing', async () => {
  const { bridge } = show({ models: [] });
  await expect.element(page.getByText('Sarvi has no model yet. Add one in Sarvi.')).toBeVisible();
  await ask('Onko ketään?');
  await expect.element(question).toHaveValue('Onko ketään?');
  expect(bridge.calls.some(({ name }) => name === 'conversations.create')).toBe(false);
});
