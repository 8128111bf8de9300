/** Two tabs on one conversation: each sees the other's exchange at once and goes on from it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { answered, ask, copiedLines, importGuide, makeAnswersLong } from './scenario.ts';
import { test as base } from './temporary-folder.ts';
import { WebShell } from './web-shell.ts';

const test = base.extend<{ shell: WebShell }>({
  shell: async ({ folder }, use) => {
    const shell = await WebShell.start(folder);
    await use(shell);
    await shell.stop();
  },
});
test.use({ locale: 'en-GB', permissions: ['clipboard-read', 'clipboard-write'] });

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
    await tab.getByRole('button', { name: 'Copy conversation as Markdown' }).click();
    await expect.poll(() => copiedLines(tab, questions)).toEqual(questions);
    await expect(tab.getByRole('group', { name: /^Version/ })).toHaveCount(0);
  }
});

/** Of long answers only those in sight are in the page; each knows its place. */
async function expectMessages(tab: Page, count: number): Promise<void> {
  await expect(messages(tab).last()).toHaveAttribute('aria-posinset', String(count));
}
