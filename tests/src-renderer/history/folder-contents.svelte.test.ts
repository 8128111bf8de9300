import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const mark = page.getByTestId('folder-mark');
const dialog = page.getByRole('dialog', { name: 'Folder Work' });

async function openFolder() {
  const { bridge } = renderApp({
    models: [buildModel(), buildPoro('instruct')],
    conversationFolders: [{ id: 'work', name: 'Work' }],
    settings: { presets: [{ id: 'short', name: 'Short', systemPrompt: 'Be short.', sampling: { temperature: 0.1 } }] },
    answer: () => 'Yes.',
  });
  await choose('Folder settings…');
  return bridge;
}

async function choose(item: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions for Work' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('instructions, files and a preset of a folder are given to its new conversations, and said there', async () => {
  const bridge = await openFolder();
  await dialog.getByRole('textbox', { name: 'Instructions' }).fill('Answer as a pirate.');
  const input = page.getByTestId('folder-file-input').element() as HTMLInputElement;
  const files = new DataTransfer();
  files.items.add(new File(['A map of the island.'], 'map.txt'));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await expect.element(dialog.getByText('map.txt')).toBeVisible();
  await expect.element(page.getByTestId('folder-cost')).toMatchTextContent(/about \d+ tokens/);
  await dialog.getByRole('combobox', { name: /Preset of new conversations/ }).click();
  await page.getByRole('option', { name: 'Short' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(dialog).not.toBeInTheDocument();

  await choose('New conversation here');
  await expect.element(mark).toMatchTextContent(/From the folder Work: instructions and one file/);
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Hi');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('Yes.');
  const created = bridge.calls.find(({ name }) => name === 'conversations.create')?.input;
  expect(created).toMatchObject({ folderId: 'work', systemPrompt: 'Be short.' });
  await mark.getByRole('button', { name: 'Leave out here' }).click();
  await expect.element(mark).toMatchTextContent(/Nothing of the folder Work/);
  await mark.getByRole('button', { name: 'Use here' }).click();
  await expect.element(mark).toMatchTextContent(/From the folder Work/);
});

test('a removed file is in the trash and comes back, and deleting the folder says what goes', async () => {
  const bridge = await openFolder();
  await bridge.call('folders.addFile', { folderId: 'work', name: 'map.txt', text: 'A map.' });
  await dialog.getByRole('button', { name: 'Remove map.txt' }).click();
  await dialog.getByRole('button', { name: 'Restore map.txt' }).click();
  await expect.element(dialog.getByRole('button', { name: 'Remove map.txt' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await choose('Delete folder');
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/one file are deleted for good/);
});

test('what a folder costs is told beside the window of the model that reads it, before and in its conversations', async () => {
  const bridge = await openFolder();
  const text = 'Katto on punainen ja talo on vanha. '.repeat(400);
  await bridge.call('folders.addFile', { folderId: 'work', name: 'house.txt', text });
  await expect.element(dialog.getByText(/but its window has 2,048\./)).toBeVisible();
  await dialog.getByRole('combobox', { name: /^Model/ }).click();
  await page.getByRole('option', { name: 'Poro 2 8B Instruct' }).click();
  await expect.element(page.getByTestId('folder-cost')).toMatchTextContent(/tokens first; its window has 8,192\./);
  await userEvent.keyboard('{Escape}');
  await choose('New conversation here');
  await expect.element(mark).toMatchTextContent(/From the folder Work.*tokens of 2,048/);
  await expect.element(page.getByText(/but its window has 2,048\./)).toBeVisible();
});

test('instructions that another window has changed are not overwritten in silence', async () => {
  const bridge = await openFolder();
  await bridge.call('folders.update', { folderId: 'work', instructions: 'Name sources.' });
  const field = dialog.getByRole('textbox', { name: 'Instructions' });
  await expect.element(field).toHaveValue('Name sources.');
  await field.fill('Answer as a pirate.');
  await bridge.call('folders.update', { folderId: 'work', instructions: 'Be brief.' });
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/changed in another window.*Be brief\./);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  const saved = bridge.calls.filter(({ name }) => name === 'folders.update').at(-1)?.input;
  expect(saved).toEqual({ folderId: 'work', instructions: 'Answer as a pirate.' });
});
