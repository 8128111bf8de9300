/** A file that is too long for the window: searched for a question, quoted, and looked at, in the web shell. */
import { expect } from '@playwright/test';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

const WRITTEN = fileURLToPath(new URL('../src-renderer/documents/fixtures', import.meta.url));

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

test('a folder with files of office programs is attached, and each that cannot be read is named', async ({
  page,
  shell,
}) => {
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  const outside = mkdtempSync(join(tmpdir(), 'sarvi-papers-'));
  const papers = join(outside, 'Paperit');
  cpSync(WRITTEN, papers, { recursive: true });
  mkdirSync(join(papers, 'vanhat'));
  writeFileSync(join(papers, 'vanhat', 'rikki.docx'), 'PK\u0003\u0004 not a package');
  writeFileSync(join(papers, 'kuva.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  writeFileSync(join(papers, '.salainen.txt'), 'salainen');
  writeFileSync(join(papers, 'muistio.txt'), 'Ilves on kissaeläin.');
  await page.getByTestId('folder-input').setInputFiles(papers);
  const attached = page.getByRole('list', { name: en.attachments.list });
  for (const name of ['pandoc.docx', 'pandoc.odt', 'pandoc.epub', 'pandoc.html', 'pandoc.rtf', 'muistio.txt'])
    await expect(attached.getByText(`Paperit/${name}`)).toBeVisible();
  const refused = page.getByRole('list', { name: en.attachments.refused(3) });
  for (const name of ['.salainen.txt', 'kuva.png', 'rikki.docx']) await expect(refused).toContainText(name);
  await capture(page, 'folder');

  for (const name of ['pandoc.docx', 'pandoc.odt', 'pandoc.epub', 'pandoc.html', 'pandoc.rtf'])
    await page.getByRole('button', { name: en.attachments.remove(`Paperit/${name}`) }).click();
  await page.getByRole('button', { name: en.attachments.closeRefused }).click();
  await expect(refused).toBeHidden();
  await ask(page, 'Mikä on ilves?');
  await answered(page);
  await expect(page.locator('[data-testid=message][data-role=user]').last()).toContainText('Paperit/muistio.txt');
  rmSync(outside, { recursive: true });
  expect(complaints).toEqual([]);
});
