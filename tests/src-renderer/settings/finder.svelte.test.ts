import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()] };

test('settings are found by words of both languages, and the others are away', async () => {
  renderApp(CORE, '#/settings');
  const search = page.getByRole('searchbox', { name: 'Search settings' });
  for (const query of ['idle memory', 'sulje käyttämätön']) {
    await search.fill(query);
    await expect.element(page.getByRole('textbox', { name: /Free an idle model/ })).toBeVisible();
    await expect.element(page.getByRole('combobox', { name: /Language/ })).not.toBeInTheDocument();
    await expect.element(page.getByRole('heading', { name: 'General' })).not.toBeInTheDocument();
  }
  await search.fill('zeppelin');
  await expect.element(page.getByText('No settings match “zeppelin”.')).toBeVisible();
  await search.fill('');
  await expect.element(page.getByRole('heading', { name: 'General' })).toBeVisible();
});

test('only a setting that was changed shows its default, and goes back to it', async () => {
  const { bridge } = renderApp({ ...CORE, settings: { theme: 'dark', language: 'system' } }, '#/settings');
  await expect.element(page.getByText(/^(Default|Oletus): /)).toMatchTextContent(/(System|järjestelmä)/i);
  await page.getByRole('button', { name: 'Reset: Theme' }).click();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { theme: 'system' } });
  await expect.element(page.getByRole('button', { name: 'Reset: Theme' })).not.toBeInTheDocument();
});

test('all settings go back at once, but not what the user made or agreed to', async () => {
  const { bridge } = renderApp({ ...CORE, settings: { theme: 'dark', parallelAnswers: 4 } }, '#/settings');
  await page.getByRole('button', { name: 'Reset all settings…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset to defaults' }).click();
  const {
    presets: _p,
    acceptedLicences: _a,
    welcomeDone: _w,
    importFolder: _f,
    researchShown: _s,
    ...others
  } = DEFAULT_SETTINGS;
  const { remoteEngines: _r, ...defaults } = others;
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: defaults });
});
