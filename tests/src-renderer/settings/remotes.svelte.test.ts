import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()], conversations: [buildConversation()] };

test('a remote engine is added after a test, asked about without encryption, and removed', async () => {
  const { bridge } = renderApp(CORE, '#/settings/remotes');
  await page.getByRole('button', { name: 'Add a remote engine' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabelText('Name').fill('Lab');
  await dialog.getByLabelText('Address').fill('http://gpu.example.fi:8000');
  await dialog.getByLabelText('Key', { exact: true }).fill('sk-1');
  await dialog.getByRole('button', { name: 'Test the connection' }).click();
  const warning = page.getByRole('alertdialog');
  await expect.element(warning.getByText(/gpu\.example\.fi:8000 would not be encrypted/)).toBeVisible();
  await warning.getByRole('button', { name: 'Use it without encryption' }).click();
  await expect.element(dialog.getByText(/vLLM 0\.11\.0 answers at gpu\.example\.fi:8000/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByText('Lab was saved')).toBeVisible();
  const list = page.getByRole('list', { name: 'Your remote engines' });
  await expect.element(list.getByText('vLLM · 1 model · key until Sarvi closes')).toBeVisible();
  expect(bridge.calls.findLast(({ name }) => name === 'remotes.save')?.input).toMatchObject({
    allowsPlain: true,
    key: 'sk-1',
  });
  await expect.element(page.getByText(/to it alone\. Added: gpu\.example\.fi:8000/)).toBeVisible();

  await list.getByRole('button', { name: 'Remove Lab' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.element(page.getByText('None has been added.')).toBeVisible();
});

test('a warning that is declined sends nothing, and another address is asked about again', async () => {
  const { bridge } = renderApp(CORE, '#/settings/remotes');
  await page.getByRole('button', { name: 'Add a remote engine' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabelText('Name').fill('Lab');
  const address = dialog.getByLabelText('Address');
  await address.fill('http://one.example.fi');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Use it without encryption' }).click();
  await expect.element(page.getByText('Lab was saved')).toBeVisible();
  // It would lie over the button that saves for as long as it is shown.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: 'Edit Lab' }).click();
  await expect.element(dialog.getByText(/The environment variable SARVI_KEY_LAB can have it/)).toBeVisible();
  await address.fill('http://two.example.fi');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByRole('alertdialog').getByText(/two\.example\.fi would not be/)).toBeVisible();
  const saved = bridge.calls.filter(({ name }) => name === 'remotes.save').map(({ input }) => input);
  expect(saved.map((input) => (input as { allowsPlain: boolean }).allowsPlain)).toEqual([false, false, true, false]);
});

test('a fault is told in words, and a remote model is chosen in a conversation and allowed once', async () => {
  const { bridge } = renderApp(CORE, '#/settings/remotes');
  await page.getByRole('button', { name: 'Add a remote engine' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabelText('Name').fill('Lab');
  await dialog.getByLabelText('Address').fill('localhost:8000');
  bridge.failNext('remotes.test', 'remote-key-refused', { host: 'localhost:8000', status: 401 });
  await dialog.getByRole('button', { name: 'Test the connection' }).click();
  await expect.element(dialog.getByText(/localhost:8000 does not accept the key \(status 401\)/)).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByText('Lab was saved')).toBeVisible();

  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await page.getByRole('button', { name: /^Model: / }).click();
  await expect.element(page.getByText('Lab · localhost:8000')).toBeVisible();
  await page.getByRole('menuitemradio', { name: /^poro/ }).click();
  await expect.element(page.getByText('Answers at localhost:8000')).toBeVisible();
  const details = { modelId: 'Remote.lab.poro', name: 'poro', host: 'localhost:8000' };
  bridge.failNext('chat.send', 'remote-not-allowed', details);
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Hei');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/poro runs on localhost:8000\. Every message of this/)).toBeVisible();
  await page.getByRole('button', { name: 'Send this conversation to localhost:8000' }).click();
  await expect
    .element(page.getByTestId('remote-mark'))
    .toHaveTextContent('Messages of this conversation have been sent to localhost:8000.');
  await expect.element(page.getByTestId('message').first().getByText('Hei', { exact: true })).toBeVisible();
});
