import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const GUIDE = 'Set up the guide model';

test('one click imports the guide model with progress and opens a conversation that it can answer', async () => {
  const { bridge } = renderApp({ stepMs: 80 });
  await expect.element(page.getByRole('heading', { name: 'Welcome to Sarvi' })).toBeVisible();
  await page.getByRole('button', { name: GUIDE }).click();
  const progress = page.getByRole('progressbar', { name: /Import of/ });
  await expect.element(progress).toHaveAttribute('aria-valuetext', expect.stringContaining('left'));
  await page.getByRole('button', { name: 'Who are you?' }).click();
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('Kysyit: Who are you?');
  expect(bridge.calls).toContainEqual({ name: 'settings.update', input: { welcomeDone: true } });
});

test('an import that is cancelled leaves the welcome as it was', async () => {
  renderApp({ stepMs: 60 });
  await page.getByRole('button', { name: GUIDE }).click();
  await page.getByRole('button', { name: /^Cancel the import/ }).click();
  await expect.element(page.getByRole('button', { name: GUIDE })).toBeVisible();
});

test('an import that cannot begin says why', async () => {
  const { bridge } = renderApp({});
  await expect.element(page.getByRole('button', { name: GUIDE })).toBeVisible();
  bridge.failNext('models.import', 'path-missing', { path: '/resources/guide-model' });
  await page.getByRole('button', { name: GUIDE }).click();
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent('There is nothing at /resources/guide-model. Check the path.');
});

test('it can be skipped, and then does not come back', async () => {
  const { bridge } = renderApp({});
  await page.getByRole('button', { name: 'Skip for now' }).click();
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  expect(bridge.calls).toContainEqual({ name: 'settings.update', input: { welcomeDone: true } });
});

test('it is not shown where there is a model already', async () => {
  renderApp({ models: [buildModel()], settings: { welcomeDone: false } });
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
});
