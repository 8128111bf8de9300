import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';
import { LanguageState } from '../../../src-renderer/state/language.svelte.ts';

test('the text size of the settings scales the page', async () => {
  renderApp({ models: [buildModel()], settings: { textSize: 200 } }, '#/settings');
  await expect.element(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect.poll(() => getComputedStyle(document.documentElement).fontSize).toBe('32px');
  document.documentElement.style.fontSize = '';
});

test('a date is written as the system writes dates of that language', () => {
  const language = new LanguageState(() => 'en');
  const at = Date.UTC(2026, 1, 3, 12);
  const dayIn = (locale: string) => {
    language.systemLocale = locale;
    return language.formats.day(at);
  };
  expect([dayIn('en-GB'), dayIn('en_GB.UTF-8'), dayIn('en-US'), dayIn('C'), dayIn('fi-FI')]).toEqual([
    '3 Feb 2026',
    '3 Feb 2026',
    'Feb 3, 2026',
    'Feb 3, 2026',
    'Feb 3, 2026',
  ]);
});
