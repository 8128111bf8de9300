/** Two tabs on one conversation: each sees the other's exchange at once and goes on from it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { answered, ask, importGuide, makeAnswersLong } from './scenario.ts';
import { test as base } from './temporary-folder.ts';
import { WebShell } from './web-shell.ts';

const test = base.extend<{ shell: WebShell }>({
  shell: async ({ folder }, use) => {
    const shell = await WebShell.start(folder);
    await use(shell);
    await shell.stop();
  },
});
test.use({ locale: 'en-GB' });

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
  await expect(messages(other)).toHaveCount(4);
  await expect(composer(other)).toHaveValue('typed in the other');
  // It may have ended by itself.
  await page.keyboard.press('Escape');
  await answered(page);

  await composer(other).press('Enter');
  await expect(messages(other)).toHaveCount(6);
  await expect(messages(page)).toHaveCount(6);
  await page.keyboard.press('Escape');
  await answered(other);
  await expect(messages(page).nth(4)).toContainText('typed in the other');
  await expect(page.getByRole('group', { name: /^Version/ })).toHaveCount(0);
});
