import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const hasFocus = () => expect.poll(() => document.activeElement !== document.body && document.hasFocus());

test('a control that goes away leaves the focus to the page', async () => {
  renderApp({ models: [buildModel(), buildPoro('instruct')] }, '#/models');
  await page.getByRole('button', { name: 'Actions for Poro 2 8B Instruct' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  await hasFocus().toBe(true);
  await expect.poll(() => document.activeElement?.closest('#content') !== null).toBe(true);
});

test('a note that is answered by keyboard leaves the focus to the page', async () => {
  renderApp({ models: [buildModel()], conversations: [buildConversation({ title: 'Marjat' })] }, '#/settings');
  await page.getByRole('button', { name: 'Actions for Marjat' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect.element(undo).toBeVisible();
  (undo.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(undo).not.toBeInTheDocument();
  await hasFocus().toBe(true);
});

test('the drawer gives the focus back, and to the page when it led to another one', async () => {
  await page.viewport(600, 800);
  renderApp({ models: [buildModel()] }, '#/settings');
  await page.getByRole('button', { name: 'Open sidebar' }).click();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('button', { name: 'Open sidebar' })).toHaveFocus();
  await page.getByRole('button', { name: 'Open sidebar' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Models' }).click();
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  await hasFocus().toBe(true);
  await page.viewport(1280, 800);
});

test('hiding and showing the sidebar keeps the focus', async () => {
  renderApp({ models: [buildModel()] }, '#/models');
  const hide = page.getByRole('button', { name: 'Close sidebar' });
  await expect.element(hide).toBeVisible();
  (hide.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await hasFocus().toBe(true);
});
