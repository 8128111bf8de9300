/** Moving the models to another folder, through the real page, and then by the command line. */
import { expect } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from '../../src-renderer/language/en.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test as base } from './web-shells.ts';

/** Beside the folder that stands for a drive. */
const test = base.extend({ dataFolder: ({ folder }, use) => use(join(folder, 'data')) });

const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

test('models move to another folder in the page and back by the command line, and answer in both', async ({
  page,
  start,
  folder,
  dataFolder,
}) => {
  test.slow();
  const complaints = watchConsole(page);
  const drive = join(folder, 'drive ä');
  mkdirSync(drive);
  writeFileSync(join(drive, 'mine.txt'), 'mine');
  const shell = await start();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await ask(page, 'Kuka olet?');
  await answered(page);
  const [id = ''] = readdirSync(join(dataFolder, 'models'));

  await page.getByRole('link', { name: en.sidebar.models, exact: true }).click();
  const section = page.getByRole('region', { name: en.places.title });
  await section.getByLabel(en.places.label).fill('not/absolute');
  await expect(section.getByText(en.places.wrong)).toBeVisible();
  await expect(section.getByRole('button', { name: en.places.move })).toBeDisabled();
  await section.getByLabel(en.places.label).fill(join(drive, 'missing'));
  await section.getByRole('button', { name: en.places.move }).click();
  await expect(page.getByText(/There is nothing at/)).toBeVisible();
  await section.getByLabel(en.places.label).fill(drive);
  await section.getByRole('button', { name: en.places.move }).click();
  await expect(section.getByText(en.places.now(join(drive, 'Sarvi models')))).toBeVisible();
  await expect.poll(() => readdirSync(join(drive, 'Sarvi models'))).toEqual([id]);
  await expect.poll(() => readdirSync(join(dataFolder, 'models'))).toEqual([]);
  await expect(section.getByRole('button', { name: en.places.moveBack })).toBeVisible();

  await page.getByRole('link', { name: 'Kuka olet?' }).click();
  await ask(page, 'Who are you?');
  expect(await answered(page)).toMatch(/\bI\b|Sarvi/);
  expect(complaints).toEqual([]);

  const sarvi = (...args: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, '--data-dir', dataFolder], {
      encoding: 'utf8',
    });
    return { status, text: `${stdout}${stderr}` };
  };
  expect(sarvi('models', '--move-back')).toMatchObject({ status: 1, text: expect.stringContaining('in-use') });
  await shell.stop();
  expect(sarvi('models', '--move-back').status).toBe(0);
  expect(readdirSync(join(dataFolder, 'models'))).toEqual([id]);
  expect(readdirSync(drive)).toEqual(['mine.txt']);
  expect(sarvi('chat', '--prompt', 'Kuka olet?', '--greedy').text).toMatch(/^Olen Sarven/);
});
