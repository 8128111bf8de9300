import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answered, ask, rememberedScenario } from '../e2e/scenario.ts';
import { endPrograms, PROGRAM, startProgram } from './installed-program.ts';

const MANIFEST = join(import.meta.dirname, '..', '..', 'package.json');

test.afterEach(endPrograms);

test('the version that was installed over a lower one has its history and models, answers and is the new one', async () => {
  const path = process.env['SARVI_ANSWER'] ?? '';
  test.skip(PROGRAM === '' || path === '', 'SARVI_PROGRAM and SARVI_ANSWER are of an app that was used');
  const { version } = JSON.parse(await readFile(MANIFEST, 'utf8')) as { version: string };
  const { page, quit } = await startProgram();
  await rememberedScenario(page, await readFile(path, 'utf8'));
  for (const question of ['Who are you?', 'Kuka olet?']) {
    await page.getByRole('button', { name: 'New conversation', exact: true }).click();
    await ask(page, question);
    expect(await answered(page)).toMatch(/Sarv|guide|opas/);
  }
  await page.getByRole('link', { name: 'Settings' }).click();
  const row = page.locator('dl > div', { has: page.getByText('Version', { exact: true }) });
  await expect(row.locator('dd')).toHaveText(version);
  await quit();
});
