/** The local API as its user sees it: switched on, asked by a program, stopped, kept when wanted, with a new key, off. */
import { expect } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';
import { ask, askRaw, framesOf, freePort } from '../builders/api.ts';
import { capture } from './capture.ts';
import { importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

const t = en.programs;
const user = (content: string): object => ({ role: 'user', content });

test('a program is let in by its key, seen, stopped, kept when the user wants it, and shut out', async ({
  page,
  shell,
}) => {
  page.setDefaultTimeout(60_000);
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  const port = await freePort();
  await expect(askRaw(port, '/health')).rejects.toThrow('ECONNREFUSED');

  await page.getByRole('link', { name: en.sidebar.settings }).click();
  await page.getByLabel(t.port, { exact: true }).fill(String(port));
  await page.getByRole('checkbox', { name: t.on }).check();
  const shownKey = page.getByText(/^sarvi-[\w-]{43}$/);
  const api = { port, key: (await shownKey.textContent()) ?? '' };
  await expect(page.getByText(`http://127.0.0.1:${port}/v1`)).toBeVisible();
  await page.getByRole('button', { name: t.hideKey }).click();
  await expect(shownKey).toHaveCount(0);
  expect((await ask({ port, key: 'sarvi-wrong' }, '/v1/models')).status).toBe(401);
  expect((await ask(api, '/v1/models')).json).toMatchObject({ data: [{ object: 'model' }] });

  await test.step('who asks is seen, and stopped by its button', async () => {
    const asking = page.getByRole('group', { name: t.running });
    await expect(asking.getByText(t.nobody)).toBeVisible();
    // An answer of this grammar comes to no end by itself.
    const endless = { messages: [user('Kerro kaikki.')], grammar: 'root ::= [a-z ] root', stream: true };
    const reply = askRaw(port, '/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json', 'user-agent': 'Editor/1.0' },
      body: JSON.stringify(endless),
    });
    await expect(asking.getByText('Editor/1.0')).toBeVisible();
    await expect(asking.getByText(/writes.*tokens\/s/)).toBeVisible();
    await asking.getByRole('button', { name: t.stop('Editor/1.0') }).click();
    expect(framesOf((await reply).text).at(-1)).toMatchObject({ error: { code: 'cancelled' } });
    await expect(asking.getByText(t.nobody)).toBeVisible();
    await page.getByText(t.log, { exact: true }).click();
    await expect(page.getByText(/v1\/chat\/completions .* status 503, cancelled/).first()).toBeVisible();
    await expect(page.getByText(/v1\/models .* status 200/).first()).toBeVisible();
    await page.getByText(t.log, { exact: true }).scrollIntoViewIfNeeded();
    await capture(page, 'programs');
  });

  const conversations = page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem').getByRole('link');
  await test.step('what a program says is kept only while the user wants it', async () => {
    const short = (content: string): object => ({ messages: [user(content)], max_tokens: 8, temperature: 0 });
    expect((await ask(api, '/v1/chat/completions', short('Ei tätä.'))).status).toBe(200);
    await expect(conversations).toHaveCount(0);
    await page.getByRole('checkbox', { name: t.keeps }).check();
    // The switch is heard when its answer has come back.
    await expect(async () => {
      expect((await ask(api, '/v1/chat/completions', short('Kuka olet?'))).status).toBe(200);
      await expect(conversations.filter({ hasText: 'Kuka olet?' }).first()).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 30_000 });
    await expect(conversations.filter({ hasText: 'Ei tätä.' })).toHaveCount(0);
  });

  await test.step('a new key ends the old one, and the switch ends everything', async () => {
    await page.getByRole('button', { name: t.newKey }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: t.newKey }).click();
    const renewed = (await shownKey.textContent()) ?? '';
    expect(renewed).not.toBe(api.key);
    expect((await ask(api, '/v1/models')).status).toBe(401);
    expect((await ask({ port, key: renewed }, '/v1/models')).status).toBe(200);
    await page.getByRole('checkbox', { name: t.on }).uncheck();
    await expect(async () => {
      await expect(askRaw(port, '/health')).rejects.toThrow('ECONNREFUSED');
    }).toPass({ timeout: 10_000 });
  });
  expect(complaints).toEqual([]);
});
