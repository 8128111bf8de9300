import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CallName } from '#contract/contract';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import type { FakeBridge } from '../../builders/fake-bridge.ts';
import { renderApp } from '../../builders/render-app.ts';

const composer = page.getByRole('textbox', { name: 'Message', exact: true });
const messages = page.getByTestId('message');
const loadAnyway = page.getByRole('button', { name: 'Load anyway' });
const GUIDE = buildModel();
const WORDS = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');

async function send(text: string): Promise<void> {
  await composer.fill(text);
  await userEvent.keyboard('{Enter}');
}

async function answered(nth = 1): Promise<void> {
  await expect.element(messages.nth(nth)).toHaveAttribute('aria-busy', 'false');
}

function refuse(bridge: FakeBridge, name: CallName): void {
  bridge.failNext(name, 'model-does-not-fit', { modelId: GUIDE.id, name: GUIDE.name, needed: '9 GB', free: '1 GB' });
}

const sentTexts = (bridge: FakeBridge): unknown[] =>
  bridge.calls.flatMap(({ name, input }) => (name === 'chat.send' ? (input as { text: string }).text : []));
const countOf = (bridge: FakeBridge, name: CallName): number =>
  bridge.calls.filter((call) => call.name === name).length;

test('an answer that was to be made again is, and the unfinished draft stays', async () => {
  const { bridge } = renderApp({ models: [GUIDE] });
  await send('Hello');
  await answered();
  await composer.fill('half a thou');
  refuse(bridge, 'chat.regenerate');
  await messages.nth(1).getByRole('button', { name: 'Regenerate' }).click();
  await loadAnyway.click();
  await expect.element(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
  await expect.element(composer).toHaveValue('half a thou');
  expect([sentTexts(bridge), countOf(bridge, 'chat.regenerate')]).toEqual([['Hello'], 2]);
});

test('an answer that was to go on does, once the terms are accepted', async () => {
  const PORO = buildPoro('instruct');
  let answer = WORDS;
  const { bridge } = renderApp({ models: [PORO], answer: () => answer, stepMs: 5 });
  await send('Tell me');
  await expect.element(messages.nth(1)).toMatchTextContent('word2');
  await page.getByRole('button', { name: 'Stop' }).click();
  await composer.fill('half a thou');
  answer = ' and the rest';
  // As after terms that were withdrawn by another window.
  await bridge.call('settings.update', { acceptedLicences: [] });
  bridge.failNext('chat.continue', 'licence-not-accepted', { modelId: PORO.id, name: PORO.name, licence: 'x' });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'I accept the terms' }).click();
  await expect.element(messages.nth(1)).toMatchTextContent('and the rest');
  await expect.element(composer).toHaveValue('half a thou');
  expect([sentTexts(bridge), countOf(bridge, 'chat.continue')]).toEqual([['Tell me'], 2]);
});

test('an edited message is sent as it was edited, and its editor closes', async () => {
  const { bridge } = renderApp({ models: [GUIDE] });
  await send('first');
  await answered();
  await composer.fill('half a thou');
  await messages.nth(0).hover();
  await messages.nth(0).getByRole('button', { name: 'Edit message' }).click();
  refuse(bridge, 'chat.send');
  await page.getByRole('textbox', { name: 'Edited message' }).fill('second');
  await userEvent.keyboard('{Enter}');
  await loadAnyway.click();
  await expect.element(messages.nth(1)).toMatchTextContent('Kysyit: second');
  await expect.element(page.getByRole('textbox', { name: 'Edited message' })).not.toBeInTheDocument();
  await expect.element(composer).toHaveValue('half a thou');
  expect(sentTexts(bridge)).toEqual(['first', 'second', 'second']);
});

test('a message is sent without what was written behind it since', async () => {
  const { bridge } = renderApp({ models: [GUIDE] });
  refuse(bridge, 'chat.send');
  await send('Hello');
  await expect.element(composer).toHaveValue('Hello');
  await composer.fill('Hello\nhalf a thou');
  await loadAnyway.click();
  await expect.element(messages.nth(1)).toMatchTextContent('Kysyit: Hello');
  await expect.element(composer).toHaveValue('half a thou');
  expect(sentTexts(bridge)).toEqual(['Hello', 'Hello']);
});

test('a message that is being rewritten is left to the user', async () => {
  const { bridge } = renderApp({ models: [GUIDE] });
  refuse(bridge, 'chat.send');
  await send('Hello');
  await composer.fill('Hell');
  await loadAnyway.click();
  await expect.element(loadAnyway).not.toBeInTheDocument();
  await expect.element(composer).toHaveValue('Hell');
  expect([sentTexts(bridge), countOf(bridge, 'models.loadAnyway')]).toEqual([['Hello'], 1]);
});

test('a message is kept with the draft until it is in the history, and no longer', async () => {
  const { bridge } = renderApp({ models: [GUIDE] });
  const sent = bridge.holdNext('chat.send');
  await send('Hello');
  await composer.fill('half a thou');
  await expect
    .poll(() => bridge.calls.findLast(({ name }) => name === 'drafts.put')?.input)
    .toMatchObject({
      text: 'Hello\n\nhalf a thou',
    });
  sent();
  await answered();
  await expect
    .poll(() => bridge.calls.findLast(({ name }) => name === 'drafts.put')?.input)
    .toMatchObject({
      text: 'half a thou',
    });
});

test('an answer that has no name yet is stopped as soon as it has one', async () => {
  const { bridge } = renderApp({ models: [GUIDE], answer: () => WORDS, stepMs: 5 });
  const sent = bridge.holdNext('chat.send');
  await send('Tell me');
  await page.getByRole('button', { name: 'Stop' }).click();
  sent();
  await answered();
  await expect.element(messages.nth(1)).not.toMatchTextContent('word299');
});

test('Escape stops, and what waits is held until it is sent on purpose', async () => {
  const { bridge } = renderApp({ models: [GUIDE], answer: (q) => (q === 'long' ? WORDS : `On ${q}`), stepMs: 5 });
  await send('long');
  await expect.element(messages.nth(1)).toMatchTextContent('word2');
  await send('second');
  await send('third');
  await userEvent.keyboard('{Escape}');
  await answered();
  await expect.element(page.getByText('Held because you stopped the answer')).toBeVisible();
  await send('between');
  await expect.element(messages.nth(3)).toMatchTextContent('On between');
  await answered(3);
  expect(sentTexts(bridge)).toEqual(['long', 'between']);
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect.element(messages.nth(7)).toMatchTextContent('On third');
  expect(sentTexts(bridge)).toEqual(['long', 'between', 'second', 'third']);
});
