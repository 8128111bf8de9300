/** Out of Sarvi, on the built page: files that a browser downloads, an answer on the clipboard, and a PDF of the desktop. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { findAll, parseXml, readPackage } from '../builders/read-package.ts';
import { ElectronDouble } from '../electron-double/electron-double.ts';
import { SAMPLE } from '../src-main/document/sample.ts';
import { capture } from './capture.ts';
import { test } from './temporary-folder.ts';
import { watchConsole } from './watch-console.ts';
import { WebShell } from './web-shell.ts';

const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

test.use({ locale: 'en-GB' });

/** One conversation with an answer that has everything in it. */
async function importSample(folder: string, data: string): Promise<void> {
  const messages = [
    { role: 'user', content: 'Kerro kaavasta' },
    { role: 'assistant', content: SAMPLE },
  ];
  const source = join(folder, 'told.jsonl');
  await writeFile(source, JSON.stringify({ messages }));
  execFileSync(process.execPath, [CLI, 'history', 'import', source, '--data-dir', data], { stdio: 'ignore' });
}

async function openExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Conversation actions' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
}

async function chooseFormat(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Export the conversation' });
  await dialog.getByRole('combobox', { name: /^Format/ }).click();
  await page.getByRole('option', { name, exact: true }).click();
}

test('a conversation is downloaded as Word, OpenDocument and HTML, and an answer is copied as it looks', async ({
  page,
  context,
  folder,
}) => {
  const complaints = watchConsole(page);
  const data = join(folder, 'data');
  await importSample(folder, data);
  await writeFile(join(data, 'config.json'), '{"welcomeDone":true,"language":"en"}');
  const shell = await WebShell.start(data);
  try {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(shell.entryUrl);
    await page.getByRole('link', { name: 'Kerro kaavasta' }).click();
    const files: Record<string, Buffer> = {};
    for (const [ending, format] of [
      ['docx', 'Word (.docx)'],
      ['odt', 'OpenDocument (.odt)'],
      ['html', 'HTML in one file'],
    ] as const) {
      await openExport(page);
      await chooseFormat(page, format);
      if (ending === 'docx') await capture(page, 'export');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`Kerro kaavasta.${ending}`);
      files[ending] = await readFile(await download.path());
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    const { docx, odt, html } = files;
    if (!docx || !odt || !html) throw new Error('a file was not downloaded');
    const word = parseXml(readPackage(docx)['word/document.xml'] ?? '');
    expect([findAll(word, 'm:oMath').length, findAll(word, 'w:tbl').length]).toEqual([4, 2]);
    const text = parseXml(readPackage(odt)['content.xml'] ?? '');
    expect([findAll(text, 'draw:object').length, findAll(text, 'table:table').length]).toEqual([4, 2]);
    await test.step('the page shows itself, and runs and fetches nothing', async () => {
      const other = await context.newPage();
      const asked: string[] = [];
      other.on('request', (request) => asked.push(request.url()));
      await other.setContent(html.toString('utf8'));
      await expect(other.getByRole('heading', { name: 'Toisen asteen yhtälö' })).toBeVisible();
      await expect(other.locator('math')).toHaveCount(4);
      expect(asked).toEqual([]);
      await other.close();
    });

    expect(complaints).toEqual([]);
    await page.getByTestId('message').last().getByRole('button', { name: 'Export and copy' }).click();
    await page.getByRole('menuitem', { name: 'Copy with formatting' }).click();
    await expect(page.getByText('Copied with formatting')).toBeVisible();
    expect(complaints).toEqual([]);
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type: string): Promise<string> => ((await item?.getType(type)) as Blob).text();
      return [await read('text/html'), await read('text/plain')] as const;
    });
    expect(copied[0]).toMatch(/<h\d[^>]*>Toisen asteen yhtälö/);
    expect(copied[0]).toContain('<math');
    expect(copied[0]).toContain('border-collapse');
    expect(copied[1]).toContain('Toisen asteen yhtälö');
    // Chromium looks through what this test reads in a document with the page's own policy.
    expect(complaints.filter((line) => !line.startsWith('Applying inline style'))).toEqual([]);
  } finally {
    await shell.stop();
  }
});

test('the desktop saves a PDF with its headings, and asks no printer', async ({ browser, folder }) => {
  const first = await ElectronDouble.launch({ browser, appData: folder });
  await first.firstWindow();
  await first.quit();
  await importSample(folder, first.dataFolder);
  const double = await ElectronDouble.launch({ browser, appData: folder });
  const { page } = await double.firstWindow();
  const complaints = watchConsole(page);
  await page.getByRole('button', { name: 'Skip for now' }).click();
  await page.getByRole('link', { name: 'Kerro kaavasta' }).click();
  await openExport(page);
  await chooseFormat(page, 'PDF');
  const file = join(folder, 'kaava.pdf');
  await page.getByRole('textbox', { name: 'File' }).fill(file);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText(`Exported: ${file}`)).toBeVisible();
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const words: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    words.push(...items.flatMap((item) => ('str' in item ? [item.str] : [])));
  }
  for (const word of ['Kerro kaavasta', 'Toisen asteen yhtälö', 'Matriisi', '5000000', 'Viimeinen.'])
    expect(words.join(' ')).toContain(word);
  expect(JSON.stringify(await pdf.getOutline())).toContain('Matriisi');
  // The page is what it was before.
  await expect(page.locator('.print-view')).toHaveCount(0);
  await expect(page.getByTestId('message').last()).toBeVisible();

  await test.step('a place that cannot be written is told in words', async () => {
    await openExport(page);
    await chooseFormat(page, 'PDF');
    await page.getByRole('textbox', { name: 'File' }).fill(join(folder, 'not here', 'x.pdf'));
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(page.getByText(/not here/)).toBeVisible();
  });
  expect(complaints).toEqual([]);
  await double.quit();
});
