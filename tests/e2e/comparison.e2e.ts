/** A comparison of one model in two quantizations: a set that a kill interrupts, blind votes, what they say, and an export. */
import { expect as quickExpect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { openResearch } from './open-research.ts';
import { test } from './web-shells.ts';

const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const GUIDE = fileURLToPath(new URL('../../resources/guide-model', import.meta.url));
const t = en.compare;
const VOTES = 20;
/** Answers take long on a busy machine. */
const expect = quickExpect.configure({ timeout: 60_000 });

/** Thirteen prompts in both languages: more than are voted on, since answers that happen to be the same are not shown. */
const PROMPTS = [
  ['Kuka olet?', 'Who are you?'],
  ['Kuka teki sinut?', 'Who made you?'],
  ['Mitä osaat?', 'What can you do?'],
  ['Mikä on Sarvi?', 'What is Sarvi?'],
  ['Mikä on Poro 2?', 'What is Poro 2?'],
  ['Miten tuon mallin?', 'How do I import a model?'],
  ['Missä keskustelut ovat?', 'Where are conversations kept?'],
  ['Mikä on konteksti-ikkuna?', 'What is a context window?'],
  ['Mitä on kvantisointi?', 'What is quantization?'],
  ['Kerro lyhyt satu.', 'Tell a short tale.'],
  ['Mitä pidät talvesta?', 'Do you like winter?'],
  ['Paljonko on 2 + 3?', 'How much is 2 + 3?'],
  ['Kirjoita runo porosta.', 'Write a poem about a reindeer.'],
].flatMap((pair, index) =>
  pair.map((prompt, side) => JSON.stringify({ prompt, language: side === 0 ? 'fi' : 'en', pair: `p${index}` })),
);

const ANSWERS = 2 * PROMPTS.length;
const DONE = new RegExp(`(?:^|\\D)([1-9]\\d*) of ${ANSWERS} answers`);

test('two quantizations answer a set across a kill, are voted on, and the votes are exported', async ({
  page,
  start,
  dataFolder,
  folder,
}) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(60_000);
  const command = ['import', GUIDE, '--type', 'Q8_0,Q4_K_M', '--name', 'Opas', '--data-dir', dataFolder];
  execFileSync(process.execPath, [CLI, ...command], { stdio: 'ignore' });
  const prompts = join(folder, 'prompts.jsonl');
  await writeFile(prompts, [...PROMPTS, '{"prompt": ""}', 'broken'].join('\n'));
  const first = await start();
  await page.goto(first.entryUrl);

  await test.step('side by side', async () => {
    await openResearch(page, t.page);
    await page.getByRole('button', { name: t.make }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: t.begin, exact: true }).click();
    await page.getByRole('textbox', { name: t.prompt, exact: true }).fill('Who are you?');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('answer')).toHaveCount(2);
    await expect(page.locator('[data-testid=answer][aria-busy=false]')).toHaveCount(2);
    await page.getByRole('combobox', { name: new RegExp(`^${t.differences}`) }).click();
    await page.getByRole('option').nth(1).click();
    await expect(
      page.getByRole('status').filter({ hasText: /not in the other answer|answers are the same/ }),
    ).toBeVisible();
    await capture(page, 'side-by-side');
  });

  await test.step('a set is answered, and interrupted by a kill', async () => {
    await page.getByRole('link', { name: t.back }).click();
    await page.getByRole('button', { name: t.make }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t.kinds.set }).check();
    await dialog.getByRole('radio', { name: t.filePrompts }).check();
    await dialog.getByTestId('prompt-file').setInputFiles(prompts);
    await expect(dialog.getByText(t.chosenPrompts(PROMPTS.length))).toBeVisible();
    await expect(dialog.getByText(`line ${PROMPTS.length + 1}: the prompt is empty`)).toBeVisible();
    await expect(dialog.getByText(`line ${PROMPTS.length + 2}: it is not a JSON object`)).toBeVisible();
    // The page itself watches: an answer takes less than a second.
    const begun = page.waitForFunction(
      (done) => new RegExp(done).test(document.querySelector('.run')?.textContent ?? ''),
      DONE.source,
      { polling: 20 },
    );
    // At the usual temperature most of its answers are the same in both types.
    for (const column of await dialog.getByRole('group', { name: /^Model \d/ }).all()) {
      await column.getByText(t.columnSettings).click();
      await column.getByLabel(en.sampling.temperature, { exact: true }).fill('2');
      await column.getByLabel(en.sampling.maxTokens, { exact: true }).fill('60');
    }
    await dialog.getByRole('button', { name: t.beginRun }).click();
    await begun;
    await first.kill();
  });

  const second = await start();
  await page.goto(second.entryUrl);

  await test.step('it goes on where it was', async () => {
    await openResearch(page, t.page);
    await page.getByRole('link', { name: t.kinds.set }).click();
    const run = page.getByRole('region', { name: t.run.title });
    await expect(run).toContainText(t.run.states.paused);
    const doneBefore = await doneIn(page);
    expect(doneBefore).toBeGreaterThan(0);
    expect(doneBefore).toBeLessThan(ANSWERS);
    await run.getByRole('button', { name: t.run.resume }).click();
    await expect(run).toContainText(t.run.states.finished, { timeout: 180_000 });
    await expect(run).toContainText(`${ANSWERS} of ${ANSWERS} answers`);
    await page.getByTestId('set-row').first().locator('summary').click();
    await expect(page.getByTestId('answer')).toHaveCount(2);
    await capture(page, 'set');
  });

  await test.step('twenty blind votes', async () => {
    await page.getByRole('link', { name: t.vote, exact: true }).click();
    const voting = page.getByTestId('voting');
    await expect(page.getByTestId('pair')).toBeVisible();
    expect(await voting.evaluate((element) => element.outerHTML)).not.toMatch(/Opas|Q8_0|Q4_K_M/);
    await capture(page, 'vote');
    await voteTo(page, VOTES);
  });

  await test.step('what the votes say', async () => {
    await page.getByRole('link', { name: t.results, exact: true }).first().click();
    const results = page.getByTestId('results');
    await expect(results.getByRole('table').first()).toBeVisible();
    await expect(results.getByRole('group', { name: en.summary.stayed })).toBeVisible();
    await capture(page, 'results');
  });

  await test.step('the export is read back', async () => {
    await page.getByRole('button', { name: t.acts }).click();
    await page.getByRole('menuitem', { name: t.export }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').click();
    await page.getByRole('option', { name: t.formats.json }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: en.transfer.download }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const { votes } = JSON.parse(text) as { votes: { outcome: string }[] };
    // Pairs of equal answers stand there too, and nobody voted on them.
    expect(votes.filter(({ outcome }) => outcome !== 'identical')).toHaveLength(VOTES);
  });
});

async function doneIn(page: Page): Promise<number> {
  const text = await page.getByRole('region', { name: t.run.title }).innerText();
  return Number(DONE.exec(text)?.[1]);
}

/** Votes in turn by the four keys. */
async function voteTo(page: Page, count: number): Promise<void> {
  const progress = page.getByTestId('vote-progress');
  for (let vote = 0; vote < count; vote += 1) {
    await expect(progress).toContainText(`${vote} votes`);
    await page.keyboard.press(String((vote % 4) + 1));
  }
  await expect(progress).toContainText(`${count} votes`);
}
