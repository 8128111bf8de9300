/** Both sets of IFEval on the guide model: a part that a kill interrupts and that goes on, and what the page says of it. */
import { expect as quickExpect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { openResearch } from './open-research.ts';
import { test } from './web-shells.ts';

const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const GUIDE = fileURLToPath(new URL('../../resources/guide-model', import.meta.url));
const t = en.evaluation;
/** Answers take long on a busy machine. */
const expect = quickExpect.configure({ timeout: 60_000 });
const SAMPLES = 40;
const DONE = new RegExp(`(?:^|\\D)([1-9]\\d*) of ${SAMPLES} samples`);

test('both sets of IFEval are measured across a kill, and read', async ({ page, start, dataFolder }) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(60_000);
  const command = ['import', GUIDE, '--type', 'Q8_0', '--name', 'Opas', '--data-dir', dataFolder];
  execFileSync(process.execPath, [CLI, ...command], { stdio: 'ignore' });
  const first = await start();
  await page.goto(first.entryUrl);

  await test.step('a part of the English set is asked, and interrupted by a kill', async () => {
    await openResearch(page, t.page);
    // The page itself watches: an answer takes less than a second.
    const begun = page.waitForFunction(
      (done) => new RegExp(done).test(document.querySelector('[data-testid=run-progress]')?.textContent ?? ''),
      DONE.source,
      { polling: 20 },
    );
    await make(page, t.tasks['ifeval-en']);
    await begun;
    await first.kill();
  });

  const answersOf = async (): Promise<string[]> => {
    const [id = ''] = (await readdir(join(dataFolder, 'evaluations'))).filter((name) => name.startsWith('ifeval-en'));
    const text = await readFile(join(dataFolder, 'evaluations', id, 'samples.jsonl'), 'utf8');
    return text.split('\n').flatMap((line) => /^\{"kind":"answers","key":"(\d+)".*\}$/.exec(line)?.[1] ?? []);
  };
  const before = await answersOf();
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(SAMPLES);
  const second = await start();
  await page.goto(second.entryUrl);

  await test.step('it goes on where it was, and asks nothing twice', async () => {
    await openResearch(page, t.page);
    const run = page.getByTestId('evaluation-run');
    await expect(run).toContainText(t.states.paused);
    await run.getByRole('link').click();
    const progress = page.getByTestId('run-progress');
    await progress.getByRole('button', { name: t.resume }).click();
    await expect(progress).toContainText(t.states.finished, { timeout: 180_000 });
    await expect(progress).toContainText(t.done(String(SAMPLES), String(SAMPLES)));
    const after = await answersOf();
    expect(after).toHaveLength(SAMPLES);
    expect(new Set(after).size).toBe(SAMPLES);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  await test.step('the same prompts in Finnish', async () => {
    await openResearch(page, t.page);
    await make(page, t.tasks['ifeval-fi']);
    // The list that was there before has a finished run too.
    await expect(page.getByRole('heading', { name: t.tasks['ifeval-fi'], level: 1, exact: true })).toBeVisible();
    const progress = page.getByTestId('run-progress');
    await expect(progress).toContainText(t.states.finished, { timeout: 180_000 });
    await expect(page.getByRole('region', { name: t.figures })).toContainText(t.metrics.prompt_level_loose_acc);
    await expect(page.getByTestId('sample')).toHaveCount(SAMPLES);
    await page.getByTestId('sample').first().locator('summary').first().click();
    await expect(page.getByTestId('sample').first()).toContainText('Opas');
    await capture(page, 'run');
  });

  await test.step('the table has both', async () => {
    await openResearch(page, t.page);
    const table = page.getByTestId('result-matrix');
    await expect(table).toContainText(t.columns['ifeval-fi-loose']);
    await expect(table).toContainText(t.columns['ifeval-en-loose']);
    await expect(table).toContainText(t.ownSet);
    await capture(page, 'results');
  });
});

/** A random part of Sarvi's own set. */
async function make(page: Page, task: string): Promise<void> {
  await page.getByRole('button', { name: t.make }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: new RegExp(`^${t.task}`) }).click();
  await page.getByRole('option', { name: task }).click();
  await dialog.getByRole('radio', { name: t.form.some }).check();
  await dialog.getByLabel(t.form.count, { exact: true }).fill(String(SAMPLES));
  await dialog.getByRole('button', { name: t.form.start, exact: true }).click();
}
