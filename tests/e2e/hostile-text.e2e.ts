/** Texts that try to run or load something, on every way into the page; a proxy stands where the network would be. */
import { chromium, expect, test as base, type Page } from '@playwright/test';
import type { Message } from '#contract/messages';
import { buildConversation, buildGenerationRecord, buildMessage, buildModel } from '../builders/contract-values.ts';
import { HOSTILE_MARKDOWN, HOSTILE_NAMES } from '../builders/hostile-text.ts';
import { serveCore, type ServedCore } from '../builders/serve-core.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../chromium.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { watchForDangers } from './watch-page.ts';

/** Two for each text: as the user's message and as an answer. */
const HISTORY: Message[] = HOSTILE_MARKDOWN.flatMap((text, index) => {
  const parentId = index === 0 ? null : `a${index - 1}`;
  const generation = buildGenerationRecord({ modelName: HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '' });
  return [
    buildMessage({ id: `q${index}`, conversationId: 'history', parentId, text }),
    buildMessage({
      id: `a${index}`,
      conversationId: 'history',
      parentId: `q${index}`,
      role: 'assistant',
      text,
      generation,
    }),
  ];
});

interface Hostile {
  readonly core: ServedCore;
  readonly page: Page;
  readonly proxy: RecordingProxy;
  readonly open: (hash: string) => Promise<void>;
}

const test = base.extend<{ hostile: Hostile }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
  hostile: async ({}, use) => {
    const core = await serveCore({
      models: HOSTILE_NAMES.map((name, index) => buildModel({ id: `model${index}`, name })),
      conversations: [
        buildConversation({ id: 'history', title: 'History' }),
        buildConversation({ id: 'stream', title: 'Stream' }),
        ...HOSTILE_NAMES.slice(0, 190).map((title, index) => buildConversation({ id: `c${index}`, title })),
      ],
      messages: [...HISTORY, buildMessage({ id: 'first', conversationId: 'stream', text: 'Hello' })],
      folders: [
        {
          path: '/home/aino',
          parentPath: null,
          entries: HOSTILE_NAMES.map((name) => ({ name, path: `/home/aino/${name}`, kind: 'folder' as const })),
        },
      ],
    });
    const proxy = await RecordingProxy.start();
    const executablePath = chromiumPath();
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...CHROMIUM_FLAGS,
        `--proxy-server=127.0.0.1:${proxy.port}`,
        // Not even the loopback goes past the proxy, but for the app itself.
        `--proxy-bypass-list=<-loopback>;127.0.0.1:${core.port}`,
      ],
    });
    const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    const dangers = await watchForDangers(page);
    await page.goto(core.entryUrl);
    const origin = new URL(core.entryUrl).origin;
    const open = async (hash: string): Promise<void> => {
      await page.evaluate((to) => (location.hash = to), hash);
    };
    await use({ core, page, proxy, open });
    expect(await dangers()).toEqual([]);
    expect(proxy.asked).toEqual([]);
    expect(new URL(page.url()).origin).toBe(origin);
    await browser.close();
    await core.close();
    await proxy.stop();
  },
});

test('the proxy sees what a page asks for, and the watch sees what runs', async ({ browser: _browser }) => {
  const proxy = await RecordingProxy.start();
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...CHROMIUM_FLAGS, `--proxy-server=127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'],
  });
  const page = await browser.newPage();
  const dangers = await watchForDangers(page);
  await page.goto('data:text/html,<p>x');
  await page.evaluate(() => {
    document.body.innerHTML = '<img src="http://evil.example/x.png" onerror="globalThis.__pwned=1">';
  });
  await expect.poll(() => proxy.asked).toEqual(['GET http://evil.example/x.png']);
  await expect.poll(dangers).toEqual(['<img>', 'img[onerror]', 'a script of the text ran']);
  await browser.close();
  await proxy.stop();
});

test('streamed, piece by piece, and finished', async ({ hostile: { core, page, open } }) => {
  test.slow();
  await open('#/chat/stream');
  await expect(page.getByText('Hello')).toBeVisible();
  for (const [index, text] of HOSTILE_MARKDOWN.entries()) {
    const ids = { generationId: `g${index}`, conversationId: 'stream', messageId: `s${index}` };
    const message = buildMessage({
      id: ids.messageId,
      conversationId: 'stream',
      parentId: 'first',
      role: 'assistant',
      text: '',
      streaming: true,
    });
    core.bridge.streamAnswer(message);
    for (let offset = 0; offset < text.length; offset += 6) {
      const counts = { generatedTokens: offset, contextUsedTokens: offset, tokensPerSecond: 10 };
      core.bridge.emit('generation.changed', {
        ...ids,
        kind: 'text',
        offset,
        delta: text.slice(offset, offset + 6),
        ...counts,
      });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const finished: Message = {
      ...message,
      text,
      streaming: false,
      stopReason: 'end-of-generation',
      generation: buildGenerationRecord(),
    };
    core.bridge.streamAnswer(finished);
    core.bridge.emit('generation.changed', { ...ids, kind: 'finished', message: finished });
  }
  const last = page.locator(`[data-message-id=s${HOSTILE_MARKDOWN.length - 1}]`);
  await expect(last).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
});

test('opened from the history, as questions and as answers, under every name of a model', async ({
  hostile: { page, open },
}) => {
  test.slow();
  await open('#/chat/history');
  await expect(page.locator(`[data-message-id=a${HOSTILE_MARKDOWN.length - 1}]`)).toBeVisible();
  const seen = await page.evaluate(async () => {
    const scroller = document.querySelector('[role=region][aria-label=Messages]');
    const ids = new Set<string>();
    for (let step = 0; scroller && step < 5000; step += 1) {
      for (const element of document.querySelectorAll('[data-message-id]'))
        ids.add(element.getAttribute('data-message-id') ?? '');
      if (ids.has('q0')) break;
      scroller.scrollTop -= 1200;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
    return ids.size;
  });
  expect(seen).toBe(2 * HOSTILE_MARKDOWN.length);
});

test('edited and sent again', async ({ hostile: { page, open } }) => {
  await open('#/chat/stream');
  for (const text of HOSTILE_MARKDOWN.filter((each, index) => index % 60 === 0 && !each.includes('\n'))) {
    await page.locator('[data-role=user]').last().hover();
    await page.getByRole('button', { name: 'Edit message' }).last().click();
    await page.getByRole('textbox', { name: 'Edited message' }).fill(text);
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-role=user]').last()).toContainText(text.trim());
    await expect(page.locator('[data-role=assistant]').last()).toHaveAttribute('aria-busy', 'false');
  }
});

test('as names of conversations, models and files', async ({ hostile: { core, page, open } }) => {
  test.slow();
  await expect(page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first()).toBeVisible();
  await open('#/chat/stream');
  await expect(page).toHaveTitle('Stream – Sarvi');
  for (const title of HOSTILE_NAMES) {
    core.bridge.emit('conversation.changed', {
      kind: 'changed',
      conversation: buildConversation({ id: 'stream', title }),
    });
  }
  await expect(page).toHaveTitle(`${HOSTILE_NAMES.at(-1)} – Sarvi`);
  await page.getByRole('button', { name: /^Model: / }).click();
  await expect(page.getByRole('menuitemradio').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await open('#/models');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  await expect(page.getByText(HOSTILE_NAMES.at(-1) ?? '', { exact: true }).first()).toBeAttached();
  for (const [index, name] of HOSTILE_NAMES.entries()) {
    core.bridge.emit('import.changed', {
      id: `job${index % 20}`,
      name,
      quantization: 'Q4_K_M',
      state: 'running',
      phase: 'converting',
      bytesDone: 1,
      bytesTotal: 2,
      secondsLeft: 3,
      modelId: null,
      error: null,
    });
  }
  await page.getByRole('button', { name: 'Import a model' }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(HOSTILE_NAMES[0] ?? '')
      .first(),
  ).toBeVisible();
});
