/** An export that a browser downloads, on the built page with its real headers. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { test } from './temporary-folder.ts';
import { WebShell } from './web-shell.ts';

const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

test.use({ locale: 'en-GB' });

test('two conversations that are ticked become one file of the browser', async ({ page, folder }) => {
  const told = ['Retki', 'Sauna'].map((title) => ({
    messages: [
      { role: 'user', content: title },
      { role: 'assistant', content: `${title} sopii.` },
    ],
  }));
  const source = join(folder, 'told.jsonl');
  await writeFile(source, told.map((one) => JSON.stringify(one)).join('\n'));
  const data = join(folder, 'data');
  execFileSync(process.execPath, [CLI, 'history', 'import', source, '--data-dir', data], { stdio: 'ignore' });
  await writeFile(join(data, 'config.json'), '{"welcomeDone":true,"language":"en"}');
  const shell = await WebShell.start(data);
  try {
    await page.goto(shell.entryUrl);
    await page.getByRole('link', { name: 'Retki' }).click({ modifiers: ['Control'] });
    await page.getByRole('checkbox', { name: 'Sauna' }).click();
    await page.getByRole('button', { name: 'Export…' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('2 conversations.md');
    const text = await readFile(await download.path(), 'utf8');
    for (const title of ['Retki', 'Sauna']) expect(text).toContain(`${title} sopii.`);
    await expect(page.getByRole('dialog')).toBeHidden();
  } finally {
    await shell.stop();
  }
});
