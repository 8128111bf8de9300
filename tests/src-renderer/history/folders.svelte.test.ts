import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const list = page.getByTestId('conversation-list');

function core() {
  const now = Date.now();
  return {
    models: [buildModel()],
    conversationFolders: [{ id: 'work', name: 'Work' }],
    tags: [{ id: 'urgent', name: 'Urgent', colour: 3 }],
    conversations: [
      buildConversation({ id: 'a', title: 'Alpha', updatedAt: now }),
      buildConversation({ id: 'b', title: 'Beta', updatedAt: now - 1000, tagIds: ['urgent'] }),
      buildConversation({ id: 'c', title: 'Gamma', updatedAt: now - 2000, folderId: 'work' }),
    ],
  };
}

async function choose(row: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${row}` }).click();
  await page.getByRole('menuitem', { name: act }).click();
}

async function show(view: string): Promise<void> {
  await page.getByRole('button', { name: /^Show:/ }).click();
  await page.getByRole('menuitemradio', { name: view }).click();
}

test('a folder opens and closes, by the mouse and by arrows', async () => {
  renderApp(core());
  const folder = page.getByRole('button', { name: 'Work', exact: true });
  await expect.element(page.getByRole('link', { name: 'Gamma' })).not.toBeInTheDocument();
  await folder.click();
  await expect.element(page.getByRole('link', { name: 'Gamma' })).toBeVisible();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('link', { name: 'Gamma' })).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await expect.element(folder).toHaveFocus();
  await expect.element(page.getByRole('link', { name: 'Gamma' })).not.toBeInTheDocument();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByRole('link', { name: 'Gamma' })).toBeVisible();
});

test('a conversation is moved into a new folder, which is renamed and deleted without it', async () => {
  const { bridge } = renderApp(core());
  await page.getByRole('link', { name: 'Alpha' }).hover();
  await choose('Alpha', 'Move to a folder…');
  await page.getByRole('textbox', { name: 'New folder' }).fill('Travel');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Travel', exact: true }).click();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();

  await userEvent.keyboard('{F2}');
  await page.getByRole('textbox', { name: 'Name' }).fill('Trips');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('button', { name: 'Trips', exact: true })).toHaveFocus();

  await userEvent.keyboard('{Delete}');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete folder' }).click();
  await expect.element(page.getByRole('button', { name: 'Trips', exact: true })).not.toBeInTheDocument();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
  expect(bridge.calls.filter(({ name }) => name === 'folders.remove')).toHaveLength(1);
});

test('a name that another folder has is refused, and the dialog stays', async () => {
  renderApp(core());
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Work');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'New folder' })).toBeVisible();
  await expect.element(page.getByText(/Work/).last()).toBeVisible();
});

test('a dragged conversation drops into a folder', async () => {
  renderApp(core());
  await page.getByRole('link', { name: 'Alpha' }).dropTo(page.getByRole('button', { name: 'Work', exact: true }));
  await expect.element(page.getByRole('link', { name: 'Alpha' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Work', exact: true }).click();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
});

test('a tag is made for a conversation, and the list shows only those that have it', async () => {
  renderApp(core());
  await page.getByRole('link', { name: 'Alpha' }).hover();
  await choose('Alpha', 'Tags…');
  await page.getByRole('textbox', { name: 'New tag' }).fill('School');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('checkbox', { name: 'School' })).toBeChecked();
  await userEvent.keyboard('{Escape}');
  await show('School');
  await expect.element(list.getByRole('link')).toMatchTextContent('Alpha');
  await show('Urgent');
  await expect.element(list.getByRole('link')).toMatchTextContent('Beta');
});

test('the archive takes a conversation out of the list and gives it back', async () => {
  renderApp(core());
  await page.getByRole('link', { name: 'Alpha' }).hover();
  await choose('Alpha', 'Move to the archive');
  await expect.element(page.getByRole('link', { name: 'Alpha' })).not.toBeInTheDocument();
  await show('Archive');
  await page.getByRole('link', { name: 'Alpha' }).hover();
  await choose('Alpha', 'Take out of the archive');
  await expect.element(page.getByText('The archive is empty.')).toBeVisible();
});

test('Delete moves to the trash and the focus to the next row; the trash gives back or deletes for good', async () => {
  const { bridge } = renderApp(core(), '#/models');
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
  (page.getByRole('link', { name: 'Alpha' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Delete}');
  await expect.element(page.getByRole('link', { name: /^Beta/ })).toHaveFocus();
  await userEvent.keyboard('{Delete}');

  await show('Trash');
  await expect.element(page.getByText('30 days left').first()).toBeVisible();
  await page.getByRole('button', { name: 'Restore Alpha' }).click();
  await expect.element(page.getByRole('button', { name: 'Restore Alpha' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Delete Beta for good' }).click();
  expect(bridge.calls.some(({ name }) => name === 'trash.delete')).toBe(false);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await expect.element(page.getByText('The trash is empty.')).toBeVisible();
  const deleted = { name: 'trash.delete', input: { conversationIds: ['b'], removalIds: [] } };
  await expect.poll(() => bridge.calls).toContainEqual(deleted);
  await show('All conversations');
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
});

test('rows of frozen data sets go with what is deleted for good, if the user wants that', async () => {
  const rows = (ids: readonly string[] | null) => (ids === null ? 3 : 1);
  const { bridge } = renderApp(
    { ...core(), more: () => ({ 'datasets.countFrozen': ({ conversationIds }) => ({ rows: rows(conversationIds) }) }) },
    '#/models',
  );
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
  (page.getByRole('link', { name: 'Alpha' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Delete}');
  await expect.element(page.getByRole('link', { name: /^Beta/ })).toHaveFocus();
  await userEvent.keyboard('{Delete}');
  await show('Trash');
  const dialog = page.getByRole('alertdialog');
  await page.getByRole('button', { name: 'Delete Beta for good' }).click();
  await dialog.getByRole('checkbox', { name: 'Also remove the row that frozen data sets took from it' }).click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  const deleted = { conversationIds: ['b'], removalIds: [], forgetRows: true };
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'trash.delete', input: deleted });
  await page.getByRole('button', { name: 'Empty the trash' }).click();
  // The former answer does not stay.
  await expect.element(dialog.getByRole('checkbox', { name: /^Also remove the 3 rows/ })).not.toBeChecked();
  await dialog.getByRole('button', { name: 'Empty the trash' }).click();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'trash.empty', input: {} });
});

test('on a narrow page a conversation is moved and renamed from the drawer', async () => {
  await page.viewport(360, 720);
  renderApp(core());
  await page.getByRole('button', { name: 'Open sidebar' }).click();
  await choose('Alpha', 'Move to a folder…');
  await page.getByRole('radio', { name: 'Work' }).click();
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Work', exact: true }).click();
  await choose('Alpha', 'Rename');
  await page.getByRole('textbox', { name: 'Name' }).fill('Omega');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('link', { name: 'Omega' })).toBeVisible();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  await page.viewport(1280, 800);
});

test('deleted messages are in the trash between conversations, and come back or go for good', async () => {
  const question = buildMessage({ id: 'm1', conversationId: 'a', text: 'Where is\nthe lynx?' });
  const answer = buildMessage({
    id: 'm2',
    conversationId: 'a',
    parentId: 'm1',
    role: 'assistant',
    text: 'In the wood.',
  });
  const { bridge } = renderApp({ ...core(), messages: [question, answer] }, '#/chat/a');
  const messages = page.getByTestId('message');
  await messages.nth(1).getByRole('button', { name: 'Delete message and what follows' }).click();
  await expect.element(messages.nth(1)).not.toBeInTheDocument();
  await show('Trash');
  await expect.element(list).toMatchTextContent('In the wood. 30 days left · from Alpha');
  await list.getByRole('button', { name: 'Restore In the wood.' }).click();
  await expect.element(page.getByText('1 message restored')).toBeVisible();
  await expect.element(messages.nth(1)).toMatchTextContent('In the wood.');
  await expect.element(page.getByText('The trash is empty.')).toBeVisible();

  await messages.nth(0).hover();
  await messages.nth(0).getByRole('button', { name: 'Delete message and what follows' }).click();
  await expect.element(list).toMatchTextContent('2 messages from Alpha');
  await list.getByRole('button', { name: 'Delete Where is the lynx? for good' }).click();
  await expect.element(page.getByText('2 messages will be gone. This cannot be undone.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete for good', exact: true }).click();
  await expect.element(page.getByText('The trash is empty.')).toBeVisible();
  expect(bridge.calls.filter(({ name }) => name === 'trash.delete')).toHaveLength(1);
});
