/** The quick window of the desktop app: its built bundle on the double of `electron`, its page in Chromium. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Bridge } from '#contract/contract';
import { filesWith } from '../builders/words-on-disk.ts';
import { ElectronDouble, type ElectronDoubleOptions } from '../electron-double/electron-double.ts';
import type { WindowDouble } from '../electron-double/window-double.ts';
import { importGuide } from './scenario.ts';
import { test as base } from './temporary-folder.ts';
import { watchConsole } from './watch-console.ts';

const test = base.extend<{ launch: (options?: Partial<ElectronDoubleOptions>) => Promise<ElectronDouble> }>({
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

const KEYS = 'CommandOrControl+Shift+K';

const ask = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([call, value]) => (globalThis as unknown as { sarvi: Bridge }).sarvi.call(call as never, value as never),
    [name, input] as const,
  );
const set = (page: Page, change: object): Promise<unknown> => ask(page, 'settings.update', change);

async function quickWindow(double: ElectronDouble): Promise<{ window: WindowDouble; page: Page }> {
  const find = (): WindowDouble | undefined => double.windows.find(({ options }) => options.frame === false);
  await expect.poll(find).toBeDefined();
  const window = find();
  if (!window) throw new Error('no quick window');
  return { window, page: await window.webContents.page };
}

test('the shortcut is registered only while it is switched on, and every fault is told', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  const registered = (): string[] => [...double.globalShortcuts.keys()];
  await set(page, { quickKeys: 'Mod+Shift+K' });
  expect(registered()).toEqual([]);
  await set(page, { quickOn: true });
  expect(registered()).toEqual([KEYS]);
  expect(await ask(page, 'quick.status', {})).toMatchObject({ ok: true, value: { shortcut: 'registered' } });

  double.globalShortcuts.get(KEYS)?.();
  const { window } = await quickWindow(double);
  expect(window.calls).toEqual(['show', 'focus']);
  expect(window.options).toMatchObject({ alwaysOnTop: true, skipTaskbar: true, minimizable: false });
  expect(window.options.webPreferences).toEqual(double.windows[0]?.options.webPreferences);
  expect(window.getBounds()).toMatchObject({ x: 680, width: 560, height: 420 });

  // Other keys take the place of the first ones.
  await set(page, { quickKeys: 'Alt+Shift+F12' });
  expect(registered()).toEqual(['Alt+Shift+F12']);
  double.takenShortcuts.add('CommandOrControl+Alt+Space');
  await set(page, { quickKeys: 'Mod+Alt+Space' });
  expect(registered()).toEqual([]);
  expect(await ask(page, 'quick.status', {})).toMatchObject({ value: { shortcut: 'refused' } });
  // Keys that a file of settings has, but that nobody should have.
  await set(page, { quickKeys: 'Mod+K' });
  expect(registered()).toEqual([]);
  expect(await ask(page, 'quick.status', {})).toMatchObject({ value: { shortcut: 'refused' } });
  await set(page, { quickKeys: 'Mod+Shift+K' });
  expect(registered()).toEqual([KEYS]);
  await set(page, { quickOn: false });
  expect(registered()).toEqual([]);
  await set(page, { quickOn: true });
  await double.quit();
  expect(registered()).toEqual([]);
});

test('a second start with --quick opens the quick window of the first, and any other brings the main window', async ({
  launch,
}) => {
  const first = await launch();
  const { window: main } = await first.firstWindow();
  const second = await launch({ switches: ['quick'] });
  await second.exited;
  const { window } = await quickWindow(first);
  expect(window.isVisible()).toBe(true);
  expect(main.calls).toEqual(['show']);
  await (
    await launch()
  ).exited;
  expect(main.calls).toEqual(['show', 'focus']);
  // The hidden window does not keep the app alive.
  window.hide();
  main.close();
  await first.exited;
});

test('a first start with --quick opens the quick window alone, and a later one the main window', async ({ launch }) => {
  const double = await launch({ switches: ['quick'] });
  await quickWindow(double);
  expect(double.windows.length).toBe(1);
  await (
    await launch()
  ).exited;
  await expect.poll(() => double.windows.length).toBe(2);
});

test('the clipboard is read for the page of the quick window alone, and only while the user is there', async ({
  launch,
}) => {
  const double = await launch();
  const { page: mainPage } = await double.firstWindow();
  double.clipboardText = 'salasana';
  for (const [name, input] of [
    ['quick.readClipboard', {}],
    ['quick.hide', {}],
    ['quick.continue', { conversationId: 'temporary.quick.1' }],
  ] as const) {
    await expect(ask(mainPage, name, input), name).rejects.toThrow(/refused: not the quick window/);
  }
  await ask(mainPage, 'quick.show', {});
  const { window, page } = await quickWindow(double);
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeVisible();
  expect(double.clipboardReads).toBe(0);
  expect(await ask(page, 'quick.readClipboard', {})).toEqual({ ok: true, value: { text: 'salasana' } });
  double.focused = null;
  expect(await ask(page, 'quick.readClipboard', {})).toEqual({ ok: true, value: { text: null } });
  window.hide();
  expect(await ask(page, 'quick.readClipboard', {})).toEqual({ ok: true, value: { text: null } });
  expect(double.clipboardReads).toBe(1);
  // A frame of another page in the same window.
  const channel = [...double.invokeHandlers.keys()][0] ?? '';
  const foreign = { url: 'https://evil.example/?quick', parent: null };
  await expect(double.invokeFrom(window, foreign, channel, 'quick.readClipboard', {})).rejects.toThrow(/refused/);
});

test('the page that is made to look like the quick window reads no clipboard', async ({ launch }) => {
  const double = await launch();
  const { window } = await double.firstWindow();
  double.clipboardText = 'salasana';
  await window.loadURL('app://sarvi/?quick');
  const page = await window.webContents.page;
  await page.getByRole('button', { name: 'Take the clipboard along' }).click();
  await expect(page.getByText(/salasana/)).toHaveCount(0);
  expect(double.clipboardReads).toBe(0);
});

test('asks the model without a word on the disk, copies the answer, and continues in the main window', async ({
  launch,
}) => {
  test.slow();
  const double = await launch();
  const { page: mainPage } = await double.firstWindow();
  await importGuide(mainPage);
  double.clipboardText = 'Leikattu poronsarvi';
  await ask(mainPage, 'quick.show', {});
  const { window, page } = await quickWindow(double);
  const complaints = watchConsole(page);
  const question = page.getByRole('textbox', { name: 'Question' });
  await expect(question).toBeFocused();
  expect(await ask(mainPage, 'engine.status', {})).toMatchObject({ value: { modelId: null } });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await button('Take the clipboard along').click();
  await expect(page.getByText('Leikattu poronsarvi')).toBeVisible();
  await question.fill('Kuka pikkuruinen olet?');
  await question.press('Enter');
  await expect(button('Copy answer')).toBeVisible({ timeout: 60_000 });
  const answer = await page.locator('section.answer').innerText();
  expect(answer.length).toBeGreaterThan(3);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  // The main window shows nothing of it, and nobody has written it down.
  await expect(mainPage.getByText(/pikkuruinen/)).toHaveCount(0);
  expect(await filesWith(double.dataFolder, ['pikkuruinen', 'poronsarvi'])).toEqual([]);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button('Copy and close').click();
  await expect.poll(() => window.isVisible()).toBe(false);
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toBe('');
  await ask(mainPage, 'quick.show', {});
  await expect(page.locator('section.answer')).toBeVisible();
  await button('Continue in Sarvi').click();
  await expect(mainPage.getByTestId('message').first()).toContainText('Kuka pikkuruinen olet?');
  await expect(mainPage.getByText(/leikepöytä\.txt|clipboard\.txt/).first()).toBeVisible();
  expect(window.isVisible()).toBe(false);
  await expect(page.locator('section.answer')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('what was asked in the window is forgotten when it is closed', async ({ launch }) => {
  const double = await launch();
  const { page: mainPage } = await double.firstWindow();
  await ask(mainPage, 'quick.show', {});
  const { window } = await quickWindow(double);
  expect(await ask(mainPage, 'conversations.create', { temporary: 'quick' })).toMatchObject({ ok: true });
  expect(await ask(mainPage, 'conversations.create', { temporary: true })).toMatchObject({ ok: true });
  window.close();
  const left = async (): Promise<string[]> => {
    const listed = (await ask(mainPage, 'temporary.list', {})) as { value: { conversations: { id: string }[] } };
    return listed.value.conversations.map(({ id }) => id);
  };
  await expect.poll(left).toEqual([expect.stringMatching(/^temporary\.(?!quick)/)]);
});

test('the tray icon keeps Sarvi running without a window, and quits it', async ({ launch }) => {
  const double = await launch();
  const { window, page } = await double.firstWindow();
  expect(double.trays.size).toBe(0);
  await set(page, { trayOn: true });
  const [tray] = double.trays;
  expect(tray?.image).toMatch(/resources[\\/]tray[\\/]tray\.png$/);
  expect(tray?.menu.map(({ label }) => label)).toEqual(['Open Sarvi', 'Quick Window', undefined, 'Quit Sarvi']);
  await set(page, { language: 'fi' });
  await expect.poll(() => tray?.menu[0]?.label).toBe('Avaa Sarvi');
  window.close();
  expect([double.windows.length, double.exitCode]).toEqual([0, null]);
  tray?.choose('Pikaikkuna');
  await quickWindow(double);
  tray?.choose('Avaa Sarvi');
  expect(double.windows.length).toBe(2);
  tray?.choose('Lopeta Sarvi');
  await double.exited;
  expect(double.trays.size).toBe(0);
});

test('the icon that is switched off goes at once', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  await set(page, { trayOn: true });
  await set(page, { trayOn: false });
  expect(double.trays.size).toBe(0);
});
