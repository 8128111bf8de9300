/** An adapter becomes a child of the guide model and is compared with it, through the page; the result stays. */
import { expect as quickExpect } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { en } from '../../src-renderer/language/en.ts';
import { LANGUAGE_NAMES } from '../../src-renderer/language/catalogues.ts';
import { fi } from '../../src-renderer/language/fi.ts';
import { pairRow, writeGuideAdapter, writeHeldOut } from '../builders/held-out.ts';
import { capture } from './capture.ts';
import { importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

/** Imports and loads take long on a busy machine. */
const expect = quickExpect.configure({ timeout: 60_000 });
const t = en.lineage;

let outside = '';
test.beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'sarvi-families-'));
});
test.afterEach(() => rm(outside, { recursive: true, force: true }));

test('an adapter is compared with its parent, and the figures are there after a reload', async ({ page, shell }) => {
  page.setDefaultTimeout(60_000);
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await page.getByRole('link', { name: en.sidebar.models }).click();
  await page.getByRole('button', { name: en.adapters.import }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(en.import.path).fill(await writeGuideAdapter(outside));
  await dialog.getByRole('button', { name: en.folder.go }).click();
  await dialog.getByRole('button', { name: en.import.start }).click();
  const family = page.getByRole('tree', { name: t.tree });
  await expect(family.getByText('Runot')).toBeVisible();
  await family.scrollIntoViewIfNeeded();
  await capture(page, 'families');

  await family.getByRole('button', { name: t.compareOf('Runot') }).click();
  const rows = await writeHeldOut(outside, [
    pairRow('Kuka olet?', 'Olen Sarven opas.', 'En kerro.'),
    pairRow('What is Sarvi?', 'Sarvi is an app.', 'Sarvi is a fish.'),
    pairRow('Pitkä?', 'sana '.repeat(5000), 'Lyhyt.'),
  ]);
  await dialog.getByLabel(t.path).fill(rows);
  await dialog.getByLabel(t.betaLabel).fill('0.1');
  await dialog.getByRole('checkbox', { name: t.withIfeval }).uncheck();
  await capture(page, 'families-compare');
  await dialog.getByRole('button', { name: t.start, exact: true }).click();
  const result = page.getByRole('row', { name: t.accuracy });
  await expect(result).toContainText('%');
  await expect(page.getByText(t.states.finished)).toBeVisible();
  await expect(page.getByText(t.tooLong(1))).toBeVisible();
  const figure = await result.textContent();
  await capture(page, 'families-result');
  await page.reload();
  await expect(result).toHaveText(figure ?? '');

  await page.getByRole('link', { name: en.sidebar.settings }).click();
  await page.getByRole('combobox', { name: new RegExp(`^${en.settings.language}`) }).click();
  await page.getByRole('option', { name: LANGUAGE_NAMES.fi }).click();
  await page.getByRole('link', { name: fi.sidebar.models }).click();
  await page.getByRole('button', { name: fi.lineage.originOf('Runot') }).click();
  await expect(dialog.getByText('lora_alpha')).toBeVisible();
  await capture(page, 'families-origin-fi');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /Sarven opas \+ Runot ×\s1/ }).click();
  await expect(page.getByRole('row', { name: fi.lineage.accuracy })).toContainText('%');
  await capture(page, 'families-result-fi');
  expect(complaints).toEqual([]);
});
