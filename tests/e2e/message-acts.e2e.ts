/** What a user does to messages that are there, in the local web shell with the guide model and its own policy. */
import { expect, type Locator, type Page } from '@playwright/test';
import { buildPdf } from '../builders/small-pdf.ts';
import { capture } from './capture.ts';
import { answered, ask, copiedLines, copyConversation, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
const messages = (page: Page): Locator => page.getByTestId('message');

/** Greedy answers, so that one that goes on can be held against one that was never cut. */
async function limitAnswers(page: Page, tokens: string): Promise<void> {
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversation settings' });
  await dialog.getByLabel('Temperature', { exact: true }).fill('0');
  await dialog.getByLabel('Longest answer', { exact: true }).fill(tokens);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('an answer goes on, messages wait, files are attached, and what is removed comes back', async ({
  page,
  shell,
}) => {
  test.slow();
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);

  await limitAnswers(page, '300');
  await ask(page, 'Who are you?');
  const whole = await answered(page);
  await limitAnswers(page, '6');
  await messages(page).last().getByRole('button', { name: 'Regenerate' }).click();
  await expect(messages(page).last()).toContainText('length limit');
  const cut = await answered(page);
  expect(cut.length).toBeLessThan(whole.length);
  await capture(page, 'cut-short');
  await limitAnswers(page, '300');
  await messages(page).last().getByRole('button', { name: 'Continue' }).click();
  await expect(messages(page).last()).not.toContainText('length limit');
  expect(await answered(page)).toBe(whole);

  await page.getByTestId('dial').click();
  await expect(page.getByRole('dialog', { name: 'Context window' })).toContainText('Processor');
  await capture(page, 'dial');
  await page.keyboard.press('Escape');

  await page.getByTestId('file-input').setInputFiles([
    { name: 'muistio.txt', mimeType: 'text/plain', buffer: Buffer.from([0xc4, 0x69, 0x74, 0x69, 0x20, 0xe4]) },
    { name: 'kirje.pdf', mimeType: 'application/pdf', buffer: Buffer.from(buildPdf(['Terveisiä Oulusta'])) },
  ]);
  const files = page.getByRole('list', { name: 'Attached files' });
  await expect(files.getByRole('listitem')).toHaveCount(2);
  await expect(files).toContainText(/kirje\.pdf\s*\d+ tokens/);
  await composer(page).fill('What do these say?');
  await expect(page.getByTestId('token-line')).toContainText(/^\s*\d+ tokens/);
  await capture(page, 'attachments');
  await composer(page).press('Enter');
  const sent = messages(page).nth(2);
  await sent.getByText('kirje.pdf').click();
  await expect(sent).toContainText('Terveisiä Oulusta');
  await sent.getByText('muistio.txt').click();
  await expect(sent).toContainText('Äiti ä');
  await answered(page);
  await capture(page, 'attached');

  await messages(page).last().getByRole('button', { name: 'Delete message and what follows' }).click();
  await expect(messages(page)).toHaveCount(3);
  await capture(page, 'removed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(messages(page)).toHaveCount(4);
  expect(complaints).toEqual([]);
});

test('messages that were sent during an answer follow it in order', async ({ page, shell }) => {
  test.slow();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversation settings' });
  await dialog.getByLabel('Temperature', { exact: true }).fill('5');
  await dialog.getByLabel('Longest answer', { exact: true }).fill('20000');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await ask(page, 'Tell me about the history of Finland.');
  for (const text of ['first after', 'second after']) {
    await composer(page).fill(text);
    await composer(page).press('Enter');
  }
  const waiting = page.getByRole('list', { name: 'Waiting to be sent' });
  // An answer at this temperature ends by chance; whatever is sent already stands in the conversation.
  if ((await waiting.getByRole('listitem').count()) > 0) await capture(page, 'waiting');
  // Of long answers only those in sight are in the page; each knows its place.
  await expect(async () => {
    const stop = page.getByRole('button', { name: 'Stop' });
    if ((await stop.count()) > 0) await stop.click({ timeout: 500 });
    // A stop holds what waits.
    const send = page.getByRole('button', { name: 'Send now' });
    if ((await send.count()) > 0) await send.click({ timeout: 500 });
    await expect(messages(page).last()).toHaveAttribute('aria-posinset', '6', { timeout: 500 });
    await expect(messages(page).last()).toHaveAttribute('aria-busy', 'false', { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(waiting).toHaveCount(0);
  await copyConversation(page);
  const questions = ['Tell me about the history of Finland.', 'first after', 'second after'];
  await expect.poll(() => copiedLines(page, questions)).toEqual(questions);
});
