/** From an answer of the guide model to a folder for trainers, on an untouched data folder, through the page. */
import { expect } from '@playwright/test';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { openResearch } from './open-research.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

const t = en.datasets;

test('an edited answer becomes a pair, is frozen, and is exported with recipes', async ({ page, shell }) => {
  test.slow();
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await ask(page, 'Who are you?');
  const own = await answered(page);
  const answer = page.getByTestId('message').last();
  await answer.getByRole('button', { name: en.message.bad }).click();
  await expect(answer.getByRole('button', { name: en.message.bad })).toHaveAttribute('aria-pressed', 'true');
  await answer.getByRole('button', { name: en.message.editAnswer }).click();
  await page.getByRole('textbox', { name: en.message.editAnswerLabel }).fill('I am a small guide.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('message').last()).toContainText('I am a small guide.');

  await openResearch(page, t.page);
  await page.getByRole('button', { name: t.make }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t.name, { exact: true }).fill('Pairs');
  await dialog.getByLabel(t.testShare, { exact: true }).fill('0');
  await dialog.getByRole('checkbox', { name: t.keepCut }).check();
  await dialog.getByRole('button', { name: t.save, exact: true }).click();
  const row = page.getByRole('article');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(own.slice(0, 20));
  await expect(row).toContainText('I am a small guide.');
  await expect(row).toContainText('tokens');
  await capture(page, 'data-set');

  await page.getByRole('button', { name: t.freeze }).click();
  await page.getByRole('button', { name: t.export, exact: true }).click();
  const outside = await mkdtemp(join(tmpdir(), 'sarvi data '));
  const path = join(outside, 'pairs');
  await dialog.getByText(en.recipes.title).click();
  await dialog.getByLabel(en.recipes.names.epochs, { exact: true }).fill('5');
  await capture(page, 'recipe-values');
  await dialog.getByLabel(t.path, { exact: true }).fill(path);
  await page.keyboard.press('Enter');
  await expect(page.getByText(t.exported(path))).toBeVisible();
  expect((await readdir(path)).sort()).toEqual(
    expect.arrayContaining(['README.md', 'data', 'manifest.json', 'trl-dpo.yaml']),
  );
  const [line = ''] = (await readFile(join(path, 'data/train.jsonl'), 'utf8')).split('\n');
  expect(JSON.parse(line)).toMatchObject({
    prompt: [{ role: 'user', content: 'Who are you?' }],
    chosen: [{ role: 'assistant', content: 'I am a small guide.' }],
  });
  expect(await readFile(join(path, 'trl-dpo.yaml'), 'utf8')).toContain('num_train_epochs: 5 ');
  await rm(outside, { recursive: true });

  await page.getByRole('link', { name: 'Who are you?' }).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: new RegExp(`^${en.history.show}: `) }).click();
  await page.getByRole('menuitemradio', { name: en.history.trash }).click();
  await page.getByRole('button', { name: en.history.emptyTrash }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('checkbox', { name: en.history.forgetRows(1) }).check();
  await question.getByRole('button', { name: en.history.emptyTrash }).click();
  // The version keeps its place and loses its row.
  await expect(page.getByRole('region', { name: t.versions })).toContainText(t.train(0));
  expect(complaints).toEqual([]);
});
