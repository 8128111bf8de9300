/** A file that is too long for the window: searched for a question, quoted, and looked at, in the web shell. */
import { expect } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { test } from './web-shells.ts';

const FILLING = Array.from({ length: 900 }, (_, index) => `Kappaleessa ${index} puhutaan muista asioista pitkään.`);
const RULE = 'Polkupyörät säilytetään kellarissa, ei porraskäytävässä.';
const TEXT = ['# Talo', ...FILLING.slice(0, 600), '## Pyörät', RULE, ...FILLING.slice(600)].join('\n\n');

test('a long file is searched by an inflected word, and a quotation of it is checked', async ({ page, shell }) => {
  test.slow();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await page
    .getByTestId('file-input')
    .setInputFiles([{ name: 'talo.md', mimeType: 'text/markdown', buffer: Buffer.from(TEXT) }]);
  const long = page.getByTestId('long-files');
  await expect(long).toContainText('The rest is not sent.');
  await capture(page, 'long-file');
  await long.getByRole('button', { name: en.longFiles.search }).click();
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.fill('Saako pyöriä säilyttää kellareissa?');
  await expect(long.getByRole('checkbox').first()).toBeChecked();
  await expect(long.locator('mark').first()).toHaveText('Pyörät');
  await capture(page, 'long-file-passages');
  await ask(page, 'Saako pyöriä säilyttää kellareissa?');
  await answered(page);
  const question = page.locator('[data-testid=message][data-role=user]').last();
  await expect(question).toContainText(/talo\.md \[\d+–\d+ \/ \d+\]/);

  await page.getByRole('button', { name: en.message.editAnswer }).click();
  const edited = page.getByRole('textbox', { name: en.message.editAnswerLabel });
  await edited.fill(`Ei: ”${RULE}” Eikä: ”Polkupyörät saa jättää pihalle.”`);
  await edited.press('Control+Enter');
  const sign = page.getByRole('button', { name: /^Quotation, letter by letter/ });
  await expect(sign).toBeVisible();
  await page.reload();
  await expect(page.getByRole('img', { name: en.quotes.missing })).toBeVisible();
  await page.getByTestId('quotes').locator('summary').click();
  await capture(page, 'quotes');
  await sign.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByTestId('document-text')).toContainText(RULE);
  const marked = (): Promise<string[]> =>
    page.evaluate(() => [...(CSS.highlights.get('document-quote') ?? [])].map(String));
  await expect.poll(marked).toEqual([RULE]);
  await capture(page, 'document');
});
