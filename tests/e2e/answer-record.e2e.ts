/** The record of an answer on an untouched data folder: repeated, looked at word by word, continued, kept to a form. */
import { expect } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { answered, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

const SCHEMA = '{"type":"object","properties":{"answer":{"enum":["yes","no"]}}}';

test('an answer is repeated, looked at word by word, continued from another word, and kept to a form', async ({
  page,
  shell,
}) => {
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  const composer = page.getByRole('textbox', { name: en.composer.label, exact: true });
  const answer = page.getByTestId('message').last();
  const settings = page.getByRole('dialog', { name: en.tuning.title });
  const openSettings = () => page.getByRole('button', { name: en.tuning.open }).click();
  const saveSettings = async () => {
    await settings.getByRole('button', { name: en.common.save, exact: true }).click();
    await expect(settings).toBeHidden();
  };

  await openSettings();
  await settings.getByRole('checkbox', { name: en.repeats.setting }).check();
  await saveSettings();
  await composer.fill('Who are you?');
  await composer.press('Enter');
  const first = await answered(page);
  await answer.getByRole('button', { name: en.message.details }).click();
  await page.getByRole('button', { name: en.repeats.open }).click();
  const repeat = page.getByRole('dialog', { name: en.repeats.title });
  await repeat.getByRole('button', { name: en.repeats.start, exact: true }).click();
  await expect(repeat.getByText(en.repeats.same)).toBeVisible();
  await expect(repeat.getByText(en.repeats.vouched)).toBeVisible();
  await capture(page, 'repeat');
  await page.keyboard.press('Escape');

  await answer.getByRole('button', { name: en.weights.open }).click();
  const pieces = answer.getByTestId('word-weights').getByRole('button');
  await expect(pieces.first()).toBeVisible();
  await capture(page, 'word-weights');
  await pieces.first().press('Enter');
  const other = page.getByRole('dialog', { name: en.weights.others }).locator('button:enabled').first();
  await expect(other).toBeVisible();
  await capture(page, 'other-words');
  await other.click();
  await expect(answer.getByRole('group', { name: /2/ })).toBeVisible();
  expect(await answered(page)).not.toBe(first);

  await page.getByRole('button', { name: en.sidebar.newChat, exact: true }).click();
  await openSettings();
  await settings.getByRole('combobox', { name: new RegExp(`^${en.forms.label}`) }).click();
  await page.getByRole('option', { name: en.forms.kinds['json-schema'] }).click();
  await settings.getByLabel(en.forms.text['json-schema'], { exact: true }).fill(SCHEMA);
  await expect(settings.getByText(en.forms.fits)).toBeVisible();
  await capture(page, 'form-of-answers');
  await saveSettings();
  await composer.fill('Is Helsinki in Finland?');
  await composer.press('Enter');
  await expect(answer.getByRole('columnheader', { name: en.forms.value })).toBeVisible({ timeout: 60_000 });
  await expect(answer.getByRole('cell', { name: /^(yes|no)$/ })).toBeVisible();
  await capture(page, 'answer-as-table');
  expect(complaints).toEqual([]);
});
