/** Two quantizations of the guide model read one answer, from the conversation to the alternatives of a token. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect as quickExpect } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';
import { guideModel } from '../builders/guide-gguf.ts';
import { capture } from './capture.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

/** Imports and loads take long on a busy machine. */
const expect = quickExpect.configure({ timeout: 60_000 });

test('an answer of the chat is read by its model and by another quantization of it', async ({ page, start }) => {
  page.setDefaultTimeout(60_000);
  const complaints = watchConsole(page);
  const other = await guideModel('Q4_K_M');
  const shell = await start();
  await page.goto(shell.entryUrl);
  await importGuide(page);

  await page.getByRole('link', { name: en.sidebar.models }).click();
  await page.getByRole('button', { name: en.models.import }).click();
  const dialog = page.getByRole('dialog', { name: en.import.title });
  await dialog.getByLabel(en.import.path).fill(other.path);
  await dialog.getByRole('button', { name: en.folder.go }).click();
  await dialog.getByLabel(en.import.name).fill('Guide in 4 bits');
  await dialog.getByRole('button', { name: en.import.start }).click();
  await expect(page.getByRole('heading', { name: 'Guide in 4 bits' })).toBeVisible();

  await page.getByRole('button', { name: en.sidebar.newChat }).click();
  await ask(page, 'Kuka olet?');
  const text = await answered(page);
  await page.getByRole('button', { name: en.difference.open }).last().click();
  await expect(page.getByRole('heading', { name: en.difference.title })).toBeVisible();
  await page.getByRole('button', { name: en.difference.read, exact: true }).click();

  const sums = page.getByTestId('difference-sums');
  await expect(sums).toContainText(en.difference.withEnd);
  const words = (value: string): string => value.replace(/[\s↵]+/g, ' ').trim();
  const shown = words(await page.getByTestId('token-text').innerText());
  expect(shown).toContain(words(text).slice(0, 20));
  // Two quantizations of one model are near each other, and not the same.
  const meanKl = Number(/‖[^\n]*\n?\s*([\d.]+) nats/.exec(await sums.innerText())?.[1]);
  expect(meanKl).toBeGreaterThan(0);
  expect(meanKl).toBeLessThan(0.5);

  await page.getByTestId('shifted').getByRole('button').first().click();
  const alternatives = page.getByRole('dialog', { name: en.difference.alternatives });
  await expect(alternatives.getByText('Guide in 4 bits')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByText(en.difference.table, { exact: true }).click();
  await capture(page, 'difference');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(complaints).toEqual([]);
});
