import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const GUIDE = 'Set up Sarvi guide';

async function goToModel(): Promise<void> {
  for (const title of ['Welcome to Sarvi', 'What you write stays here']) {
    await expect.element(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Continue' }).click();
  }
}

test('its three steps go forth and back, each with its heading in the focus', async () => {
  renderApp({});
  await goToModel();
  await expect.element(page.getByText('Step 3 of 3')).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Choose a model to begin with' })).toHaveFocus();
  await expect.element(page.getByRole('button', { name: 'Continue' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect.element(page.getByRole('heading', { name: 'What you write stays here' })).toHaveFocus();
  await expect.element(page.getByText('/home/aino/.local/share/sarvi')).toBeVisible();
});

test('the way back stands where it stood, and the last step says where Poro 2 is and how large', async () => {
  renderApp({});
  await page.getByRole('button', { name: 'Continue' }).click();
  const back = page.getByRole('button', { name: 'Back' });
  await expect.element(back).toBeVisible();
  const place = back.element().getBoundingClientRect();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.element(page.getByText('Step 3 of 3')).toBeVisible();
  const { left, top } = back.element().getBoundingClientRect();
  expect([left, top]).toEqual([place.left, place.top]);
  await expect.element(page.getByText(/on Hugging Face \(about 16 GB\)/)).toBeVisible();
  await page.getByRole('button', { name: 'Page of Poro 2' }).click();
  await expect
    .element(page.getByRole('alertdialog'))
    .toMatchTextContent('https://huggingface.co/LumiOpen/Llama-Poro-2-8B-Instruct');
});

test('language and theme of the first step hold at once', async () => {
  const { bridge } = renderApp({});
  await page.getByRole('combobox', { name: /Theme/ }).click();
  await page.getByRole('option', { name: 'High contrast' }).click();
  await expect.poll(() => document.documentElement.dataset['contrast']).toBe('more');
  await page.getByRole('combobox', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Suomi' }).click();
  await expect.element(page.getByRole('heading', { name: 'Tervetuloa Sarveen' })).toBeVisible();
  expect(document.documentElement.lang).toBe('fi');
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { theme: 'contrast' } });
});

test('one click imports the guide model with progress and opens a conversation that it can answer', async () => {
  const { bridge } = renderApp({ stepMs: 80 });
  await goToModel();
  await page.getByRole('button', { name: GUIDE }).click();
  const progress = page.getByRole('progressbar', { name: /Import of/ });
  await expect.element(progress).toHaveAttribute('aria-valuetext', expect.stringContaining('left'));
  await page.getByRole('button', { name: 'Who are you?' }).click();
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('Kysyit: Who are you?');
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { welcomeDone: true } });
});

test('an import that is cancelled leaves the welcome as it was', async () => {
  renderApp({ stepMs: 60 });
  await goToModel();
  await page.getByRole('button', { name: GUIDE }).click();
  await page.getByRole('button', { name: /^Cancel the import/ }).click();
  await expect.element(page.getByRole('button', { name: GUIDE })).toBeVisible();
});

test('an import that cannot begin says why', async () => {
  const { bridge } = renderApp({});
  await goToModel();
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
  await expect.element(page.getByRole('heading', { name: 'Add a model first' })).toBeVisible();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { welcomeDone: true } });
});

test('it is not shown where there is a model already', async () => {
  renderApp({ models: [buildModel()], settings: { welcomeDone: false } });
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
});
