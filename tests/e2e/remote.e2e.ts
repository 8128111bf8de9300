/** A remote engine on a data folder that nobody made: added, warned of, talked to, stopped, and marked for good. */
import { expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { en } from '../../src-renderer/language/en.ts';
import { startApi } from '../builders/api.ts';
import { beginStream, chunk, sendEvent, serveKind, streamWords, WORDS } from '../builders/remote-server.ts';
import { capture } from './capture.ts';
import { importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test as base } from './web-shells.ts';

const test = base.extend({ dataFolder: ({ folder }, use) => use(join(folder, 'not made yet', 'Sarvi')) });

test('a remote engine is added and answers, and the mark of it stays', async ({ page, start }) => {
  const server = await serveKind(
    'vllm',
    (asked, response) => {
      const messages = asked.body['messages'] as { content: string }[];
      if (messages.at(-1)?.content !== 'Kerro kaikki.') return streamWords(asked, response, WORDS);
      beginStream(response);
      sendEvent(response, chunk({ role: 'assistant', content: 'Alku, jolla ei ole loppua' }));
    },
    { key: 'sk-e2e' },
  );
  try {
    page.setDefaultTimeout(60_000);
    const complaints = watchConsole(page);
    const first = await start();
    await page.goto(first.entryUrl);
    for (const name of [en.welcome.next, en.welcome.next, en.welcome.skip]) {
      await page.getByRole('button', { name }).click();
    }

    await test.step('adding it, with a wrong key first', async () => {
      await page.getByRole('link', { name: en.sidebar.settings }).click();
      await page.getByRole('button', { name: en.remotes.add }).click();
      const dialog = page.getByRole('dialog', { name: en.remotes.addTitle });
      await dialog.getByLabel(en.remotes.name, { exact: true }).fill('Lab');
      await dialog.getByLabel(en.remotes.address).fill(server.url.replace('127.0.0.1', '0.0.0.0'));
      await dialog.getByLabel(en.remotes.key, { exact: true }).fill('sk-wrong');
      await dialog.getByRole('button', { name: en.remotes.test }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: en.common.cancel }).click();
      expect(server.asked).toEqual([]);
      await dialog.getByLabel(en.remotes.address).fill(server.url);
      await dialog.getByRole('button', { name: en.remotes.test }).click();
      await expect(dialog.getByText('does not accept the key')).toBeVisible();
      await dialog.getByLabel(en.remotes.key, { exact: true }).fill('sk-e2e');
      await dialog.getByRole('button', { name: en.remotes.test }).click();
      await expect(dialog.getByText(en.remotes.found('vLLM 0.11.0', server.host))).toBeVisible();
      await capture(page, 'adding');
      await dialog.getByRole('button', { name: en.common.save }).click();
      await expect(dialog).toHaveCount(0);
    });

    await test.step('the first message waits for the word of the user', async () => {
      await page.getByRole('button', { name: en.sidebar.newChat, exact: true }).click();
      await say(page, 'Kuka olet?');
      await expect(page.getByText(`poro runs on ${server.host}.`)).toBeVisible();
      expect(server.at('/v1/chat/completions')).toEqual([]);
      await page.getByRole('button', { name: en.remotes.allow(server.host) }).click();
      await expect(page.getByTestId('message').last()).toContainText('täällä poro.');
      await expect(page.getByTestId('remote-mark')).toHaveText(en.remotes.mark(server.host));
      await capture(page, 'conversation');
    });

    await test.step('an answer that has no end is stopped and kept', async () => {
      await say(page, 'Kerro kaikki.');
      await expect(page.getByTestId('message').last()).toContainText('Alku, jolla ei ole loppua');
      await page.getByRole('button', { name: en.composer.stop, exact: true }).click();
      await expect.poll(() => server.dropped).toBe(1);
      await expect(page.getByRole('button', { name: en.composer.stop, exact: true })).toHaveCount(0);
    });
    expect(complaints.filter((one) => !one.includes('Failed to load resource'))).toEqual([]);
    await first.stop();

    await test.step('after another start the mark is there, and the key is not', async () => {
      const second = await start();
      await page.goto(second.entryUrl);
      await page.getByRole('link', { name: /Kuka olet/ }).click();
      await expect(page.getByTestId('remote-mark')).toHaveText(en.remotes.mark(server.host));
      await expect(page.getByText('Alku, jolla ei ole loppua')).toBeVisible();
      await say(page, 'Entä nyt?');
      await expect(page.getByText(/does not accept the key/).last()).toBeVisible();
      await page.getByRole('link', { name: en.sidebar.settings }).click();
      await expect(page.getByText(`vLLM · 1 model · ${en.remotes.keyPlaces.none}`)).toBeVisible();
    });
  } finally {
    await server.close();
  }
});

test('another Sarvi is added by its key, answers, and tells how likely a text is', async ({ page, start }) => {
  const other = await startApi();
  try {
    page.setDefaultTimeout(60_000);
    const complaints = watchConsole(page);
    const shell = await start();
    await page.goto(shell.entryUrl);
    // Its tokenizer is that of the other one, too.
    await importGuide(page);
    await page.getByRole('link', { name: en.sidebar.settings }).click();
    await page.getByRole('button', { name: en.remotes.add }).click();
    const dialog = page.getByRole('dialog', { name: en.remotes.addTitle });
    await dialog.getByLabel(en.remotes.name, { exact: true }).fill('Toinen Sarvi');
    await dialog.getByLabel(en.remotes.address).fill(`localhost:${other.port}/v1`);
    await dialog.getByLabel(en.remotes.key, { exact: true }).fill(other.key);
    await dialog.getByRole('button', { name: en.remotes.test }).click();
    const host = `localhost:${other.port}`;
    await expect(dialog.getByText(en.remotes.found(en.remotes.kinds.sarvi, host))).toBeVisible();
    await expect(
      dialog.getByText(new RegExp(`${en.remotes.can}: .*${en.remotes.abilities.scoresTexts}`)),
    ).toBeVisible();
    await dialog.getByRole('button', { name: en.common.save }).click();
    await expect(dialog).toHaveCount(0);

    await page.getByRole('button', { name: en.sidebar.newChat, exact: true }).click();
    // Both models have one name; those of remote engines are below those of the library.
    await page.locator('.model-picker').click();
    await page.getByRole('menuitemradio').last().click();
    await say(page, 'Kuka olet?');
    await page.getByRole('button', { name: en.remotes.allow(host) }).click();
    const answer = page.getByTestId('message').last();
    await expect(answer).toHaveAttribute('aria-busy', 'false');
    await expect(answer).toContainText(/Sarv|guide|opas/);
    await expect(page.getByTestId('remote-mark')).toHaveText(en.remotes.mark(host));
    await capture(page, 'another-sarvi');
    const { log } = await other.app.ask('api.status', {});
    expect(log.find(({ endpoint }) => endpoint.endsWith('completions'))).toMatchObject({
      client: 'Sarvi',
      status: 200,
    });

    await test.step('the perplexity of its model, once the user lets it read the text', async () => {
      await page.getByRole('link', { name: en.sidebar.models }).click();
      const engine = page.getByRole('list', { name: en.perplexity.elsewhere.list }).getByRole('listitem').first();
      await engine.getByRole('button', { name: en.perplexity.fold, exact: true }).click();
      await engine.getByLabel(en.perplexity.chunks).fill('2');
      const begin = engine.getByRole('button', { name: en.perplexity.start });
      await expect(begin).toBeDisabled();
      await engine.getByRole('checkbox', { name: en.remotes.allowText(host) }).check();
      await begin.click();
      const results = engine.getByRole('region', { name: en.perplexity.elsewhere.results });
      await expect(results.getByText(/Perplexity [\d.,]+ ± [\d.,]+/)).toBeVisible();
      await expect(results.getByText('2 chunks of 512 tokens')).toBeVisible();
      await capture(page, 'perplexity-elsewhere');
      const asked = (await other.app.ask('api.status', {})).log;
      expect(
        asked.filter(({ endpoint, promptTokens }) => endpoint === 'v1/completions' && promptTokens === 512),
      ).toHaveLength(2);
    });
    expect(complaints).toEqual([]);
  } finally {
    await other.close();
  }
});

async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: en.composer.label, exact: true });
  await composer.fill(text);
  await composer.press('Enter');
}
