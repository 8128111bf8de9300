/** A quantization of the guide model is measured against its widest type in one click, and the result stays. */
import { expect as quickExpect } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';
import { LANGUAGE_NAMES } from '../../src-renderer/language/catalogues.ts';
import { fi } from '../../src-renderer/language/fi.ts';
import { guideModel } from '../builders/guide-gguf.ts';
import { capture } from './capture.ts';
import { importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

/** Imports and loads take long on a busy machine. */
const expect = quickExpect.configure({ timeout: 60_000 });
const t = en.perplexity;

test('one click measures a quantization, and the card and the import dialog show it', async ({ page, start }) => {
  page.setDefaultTimeout(60_000);
  const complaints = watchConsole(page);
  const wide = await guideModel('F32');
  const shell = await start();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await page.getByRole('link', { name: en.sidebar.models }).click();
  const dialog = page.getByRole('dialog', { name: en.import.title });
  const openImport = async (path: string): Promise<void> => {
    await page.getByRole('button', { name: en.models.import }).click();
    await dialog.getByLabel(en.import.path).fill(path);
    await dialog.getByRole('button', { name: en.folder.go }).click();
  };
  await openImport(wide.path);
  await dialog.getByLabel(en.import.name).fill('Wide guide');
  await dialog.getByRole('button', { name: en.import.start }).click();
  await expect(page.getByRole('heading', { name: 'Wide guide' })).toBeVisible();

  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Sarvi guide' }) });
  await card.getByRole('button', { name: t.fold, exact: true }).click();
  await expect(card.getByText(t.widestHint)).toBeVisible();
  await card.getByLabel(t.chunks).fill('3');
  await card.getByRole('button', { name: t.start }).click();
  const results = card.getByRole('region', { name: t.results });
  await expect(results.getByText(/^KL divergence measured here [\d.]+ ± [\d.]+ · against F32/)).toBeVisible();
  await results.getByText(t.all).click();
  await expect(results.getByRole('term')).toHaveCount(35);
  await capture(page, 'perplexity');

  // It is kept, and said where the same model could be imported in this type.
  await page.reload();
  await expect(card.getByText(/^KL divergence measured here/)).toBeVisible();
  await openImport(wide.path);
  await dialog.getByText(en.offer.convert).click();
  await expect(dialog.getByText(/measured here: KL/).first()).toBeVisible();
  await capture(page, 'perplexity-import');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: en.sidebar.settings }).click();
  await page.getByRole('combobox', { name: new RegExp(`^${en.settings.language}`) }).click();
  await page.getByRole('option', { name: LANGUAGE_NAMES.fi }).click();
  await page.getByRole('link', { name: fi.sidebar.models }).click();
  await page.getByRole('button', { name: fi.perplexity.fold, exact: true }).last().click();
  await expect(page.getByText(fi.perplexity.intro)).toBeVisible();
  await capture(page, 'perplexity-fi');
  expect(complaints).toEqual([]);
});
