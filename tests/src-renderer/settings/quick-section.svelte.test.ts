import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { QuickStatus } from '#contract/quick-calls';
import { buildModel } from '../../builders/contract-values.ts';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { renderApp } from '../../builders/render-app.ts';

const STATUS: QuickStatus = { shortcut: 'off', isWayland: false, command: 'sarvi-desktop --quick' };
const show = (status: Partial<QuickStatus> = {}, core: FakeCore = {}) =>
  renderApp(
    {
      models: [buildModel()],
      quick: { ...STATUS, ...status },
      description: { shell: 'desktop', platform: 'linux' },
      ...core,
    },
    '#/settings/quick',
  );
const keys = page.getByRole('button', { name: /^Keys of the quick window/ });
const isOn = page.getByRole('checkbox', { name: 'Open it with keys in any program' });
const changes = (bridge: { readonly calls: readonly { readonly name: string; readonly input: unknown }[] }) =>
  bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);

test('a browser shows nothing of the quick window', async () => {
  renderApp({ models: [buildModel()] }, '#/settings');
  await expect.element(page.getByRole('heading', { name: 'About Sarvi' })).toBeVisible();
  await expect.element(page.getByText('Quick window', { exact: true })).not.toBeInTheDocument();
});

test('everything is off, and the switch waits for keys', async () => {
  const { bridge } = show();
  await expect.element(isOn).toBeDisabled();
  await expect.element(page.getByRole('checkbox', { name: 'Offer the text on the clipboard' })).not.toBeChecked();
  await expect.element(page.getByRole('checkbox', { name: 'Icon in the tray' })).not.toBeChecked();
  await expect.element(page.getByText('sarvi-desktop --quick')).not.toBeInTheDocument();
  await keys.click();
  await userEvent.keyboard('{Control>}{Shift>}[Space]{/Shift}{/Control}');
  await expect.element(page.getByRole('button', { name: /Ctrl\+Shift\+Space\. Change/ })).toBeVisible();
  await isOn.click();
  expect(changes(bridge)).toEqual([{ quickKeys: 'Mod+Shift+Space' }, { quickOn: true }]);
  await page.getByRole('button', { name: 'Remove the keys' }).click();
  await vi.waitFor(() => expect(changes(bridge).at(-1)).toEqual({ quickKeys: '', quickOn: false }));
});

test.for([
  ['{Control>}k{/Control}', /^Ctrl\+K would be taken from every other program/],
  ['{Control>}{Alt>}t{/Alt}{/Control}', /^Ctrl\+Alt\+T is used by the system/],
  ['{Control>}{Shift>}n{/Shift}{/Control}', /^Ctrl\+Shift\+N is used by the system or by most programs/],
  ['{Alt>}{Shift>}u{/Shift}{/Alt}', /^Alt\+Shift\+U is already in use: Good answer/],
] as const)('refuses %s with the reason', async ([pressed, reason]) => {
  const { bridge } = show();
  await keys.click();
  await userEvent.keyboard(pressed);
  await expect.element(page.getByText(reason)).toBeVisible();
  expect(changes(bridge)).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('button', { name: /None\. Change/ })).toBeVisible();
});

test('says that another program has the keys, and shows a command to bind', async () => {
  show({ shortcut: 'refused' }, { settings: { quickKeys: 'Mod+Shift+K', quickOn: true } });
  await expect.element(page.getByText(/^Another program or the system already has Ctrl\+Shift\+K/)).toBeVisible();
  await expect.element(page.getByText('sarvi-desktop --quick')).toBeVisible();
});

test('on Wayland it does not claim that the keys work, and shows the command', async () => {
  show({ isWayland: true, shortcut: 'registered' }, { settings: { quickKeys: 'Mod+Shift+K', quickOn: true } });
  await expect.element(page.getByText(/^Your system uses Wayland/)).toBeVisible();
  await expect.element(page.getByText('sarvi-desktop --quick')).toBeVisible();
  await expect.element(page.getByText('opens the quick window.')).not.toBeInTheDocument();
});

test('follows what the shell finds out', async () => {
  const { bridge } = show({}, { settings: { quickKeys: 'Mod+Shift+K', quickOn: true } });
  await expect.element(isOn).toBeChecked();
  bridge.emit('quick.changed', { ...STATUS, shortcut: 'registered' });
  await expect.element(page.getByText('Ctrl+Shift+K opens the quick window.')).toBeVisible();
});
