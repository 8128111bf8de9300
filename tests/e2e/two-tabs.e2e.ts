/** Two tabs on one conversation: each sees the other's exchange at once and goes on from it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { onlyChild } from './child-processes.ts';
import { answered, ask, copiedLines, copyConversation, importGuide, makeAnswersLong } from './scenario.ts';
import { test } from './web-shells.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
const messages = (page: Page): Locator => page.getByTestId('message');

test('one conversation in two tabs never forks, and keeps what is typed in each', async ({ page, shell }) => {
  test.slow();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await ask(page, 'Who are you?');
  await answered(page);

  await makeAnswersLong(page);

  const other = await page.context().newPage();
  await other.goto(new URL(new URL(page.url()).hash, shell.origin).href);
  await expect(messages(other)).toHaveCount(2);

  await composer(other).fill('typed in the other');
  await composer(page).fill('typed here');
  await expect(composer(other)).toHaveValue('typed in the other');

  await ask(page, 'Write a long story about the sea.');
  await expectMessages(other, 4);
  await expect(composer(other)).toHaveValue('typed in the other');
  // It may have ended by itself.
  await page.keyboard.press('Escape');
  await expect(messages(page).last()).toHaveAttribute('aria-busy', 'false');

  await composer(other).press('Enter');
  await expectMessages(other, 6);
  await expectMessages(page, 6);
  await page.keyboard.press('Escape');
  await expect(messages(other).last()).toHaveAttribute('aria-busy', 'false');
  const questions = ['Who are you?', 'Write a long story about the sea.', 'typed in the other'];
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await copyConversation(tab);
    await expect.poll(() => copiedLines(tab, questions)).toEqual(questions);
    await expect(tab.getByRole('group', { name: /^Version/ })).toHaveCount(0);
  }
});

test('an answer that one tab has asked for is stopped in another', async ({ page, shell }) => {
  test.skip(process.platform === 'win32', 'no process can be made to stand still');
  test.slow();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await ask(page, 'Who are you?');
  await answered(page);
  const other = await page.context().newPage();
  await other.goto(new URL(new URL(page.url()).hash, shell.origin).href);
  await expect(messages(other)).toHaveCount(2);

  // The engine stands still, so that the answer cannot end by itself meanwhile.
  const engine = onlyChild(shell.processId, /sarvi.engine/i);
  process.kill(engine, 'SIGSTOP');
  try {
    await ask(page, 'Write a long story about the sea.');
    await expectMessages(other, 4);
    for (const tab of [page, other]) await expect(tab.getByRole('button', { name: 'Stop' })).toBeVisible();
    await other.getByRole('button', { name: 'Stop' }).click();
    for (const tab of [page, other]) {
      await expect(messages(tab).last()).toContainText('Stopped');
      await expect(tab.getByRole('button', { name: 'Stop' })).toHaveCount(0);
    }
  } finally {
    process.kill(engine, 'SIGCONT');
  }
  await ask(other, 'Kuka olet?');
  await expectMessages(page, 6);
  expect(await answered(page)).not.toBe('');
});

/** Of long answers only those in sight are in the page; each knows its place. */
async function expectMessages(tab: Page, count: number): Promise<void> {
  await expect(messages(tab).last()).toHaveAttribute('aria-posinset', String(count));
}
