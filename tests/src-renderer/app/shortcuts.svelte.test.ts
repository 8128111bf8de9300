import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { catalogues } from '../../../src-renderer/language/catalogues.ts';
import { areFree, keysOf, keysText } from '../../../src-renderer/ui/keys.ts';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const press = (key: string, init: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...init });

test('keys are told by what they write, and by their place where they write no letter', () => {
  expect([
    keysOf(press('o', { ctrlKey: true, shiftKey: true }), false),
    keysOf(press('o', { metaKey: true }), true),
    keysOf(press('o', { metaKey: true }), false),
    keysOf(press('?', { shiftKey: true }), false),
    keysOf(press('л', { ctrlKey: true, code: 'KeyK' }), false),
    keysOf(press('ø', { altKey: true, code: 'KeyO' }), true),
    keysOf(press('Control', { ctrlKey: true }), false),
    keysOf(press('F7'), false),
  ]).toEqual(['Mod+Shift+O', 'Mod+O', null, '?', 'Mod+K', 'Alt+O', null, 'F7']);
});

test('keys are written as each system writes them', () => {
  const { shift } = catalogues.fi.shortcuts;
  expect([
    keysText('Mod+Shift+O', 'Shift', false),
    keysText('Mod+Shift+O', shift, false),
    keysText('Mod+Shift+O', shift, true),
    keysText('Mod++', shift, false),
  ]).toEqual(['Ctrl+Shift+O', 'Ctrl+Vaihto+O', '⇧⌘O', 'Ctrl++']);
});

test('keys that write, copy or walk are not to be had', () => {
  expect(['A', 'Enter', 'Mod+C', 'Alt+Tab', 'Mod+ArrowUp', 'Shift+A'].filter(areFree)).toEqual([]);
  expect(['Mod+J', 'Alt+Shift+P', 'F8', '?'].filter((keys) => !areFree(keys))).toEqual([]);
});

test('a shortcut is given other keys, which work at once; a conflict is told by name; a reset brings the usual back', async () => {
  const { bridge } = renderApp({ models: [buildModel()] }, '#/settings/shortcuts');
  const sidebar = page.getByTestId('conversation-list');
  await page.getByRole('button', { name: /^Show or hide the sidebar/ }).click();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(page.getByText('Ctrl+K is already in use: Search. Choose other keys.')).toBeVisible();
  await userEvent.keyboard('{Control>}c{/Control}');
  await expect.element(page.getByText(/^Ctrl\+C cannot be used/)).toBeVisible();
  await userEvent.keyboard('{Control>}j{/Control}');
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'settings.update', input: { shortcuts: { sidebar: 'Mod+J' } } });
  await expect.element(sidebar).toBeVisible();
  await userEvent.keyboard('{Control>}j{/Control}');
  await expect.element(sidebar).not.toBeInTheDocument();
  await userEvent.keyboard('{Control>}b{/Control}');
  await expect.element(sidebar).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Reset: Show or hide the sidebar' }).click();
  await userEvent.keyboard('{Control>}b{/Control}');
  await expect.element(sidebar).toBeVisible();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { shortcuts: {} } });
});

test('a question mark lists the shortcuts, but not while a message is written', async () => {
  renderApp({ models: [buildModel()] });
  const message = page.getByRole('textbox', { name: 'Message', exact: true });
  await message.click();
  await userEvent.keyboard('?');
  await expect.element(message).toHaveValue('?');
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect.element(dialog.getByText('Ctrl+K')).toBeVisible();
  await dialog.getByRole('button', { name: 'Change shortcuts' }).click();
  await expect.poll(() => location.hash).toBe('#/settings/shortcuts');
});

test('a shortcut that is switched off does nothing', async () => {
  renderApp({ models: [buildModel()], settings: { shortcuts: { search: '' } } });
  await expect.element(page.getByTestId('conversation-list')).toBeVisible();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(page.getByRole('combobox')).not.toBeInTheDocument();
});
