import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'];

function render(): RenderedApp {
  const now = Date.now();
  return renderApp({
    models: [buildModel()],
    conversationFolders: [{ id: 'work', name: 'Work' }],
    tags: [{ id: 'urgent', name: 'Urgent', colour: 3 }],
    folders: [{ path: '/home/aino', parentPath: '/home', entries: [] }],
    conversations: NAMES.map((title, index) =>
      buildConversation({ id: title, title, updatedAt: now - index, tagIds: title === 'Alpha' ? ['urgent'] : [] }),
    ),
  });
}

const row = (title: string) => page.getByRole('link', { name: new RegExp(`^${title}`) });
const tick = (title: string) => page.getByRole('checkbox', { name: new RegExp(`^${title}`) });
const act = (name: string) => page.getByRole('group', { name: 'Selected conversations' }).getByRole('button', { name });

async function expectTicked(...titles: string[]): Promise<void> {
  await expect.element(page.getByText(`${titles.length} selected`, { exact: true })).toBeVisible();
  for (const title of NAMES) {
    await expect.element(tick(title)).toHaveAttribute('aria-checked', String(titles.includes(title)));
  }
}

function inputsOf({ bridge }: RenderedApp, call: string): unknown[] {
  return bridge.calls.filter(({ name }) => name === call).map(({ input }) => input);
}

test('rows are ticked by Ctrl, a range by Shift, which is moved and not added to; nothing is opened', async () => {
  const app = render();
  await row('Beta').click({ modifiers: ['Control'] });
  await expectTicked('Beta');
  await tick('Delta').click({ modifiers: ['Shift'] });
  await expectTicked('Beta', 'Gamma', 'Delta');
  await tick('Alpha').click({ modifiers: ['Shift'] });
  await expectTicked('Alpha', 'Beta');
  await tick('Epsilon').click();
  await expectTicked('Alpha', 'Beta', 'Epsilon');
  await tick('Beta').click();
  await expectTicked('Alpha', 'Epsilon');
  expect(inputsOf(app, 'conversations.open')).toEqual([]);
  await act('End the selection').click();
  await expect.element(row('Alpha')).toBeVisible();
});

test('by the keyboard: a row, a range, all; Delete moves them to the trash, and one undo brings them back', async () => {
  const app = render();
  await page.getByRole('button', { name: 'Select conversations' }).click();
  await expect.element(act('Delete')).toBeDisabled();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('button', { name: 'Select conversations' })).toBeVisible();
  (row('Beta').element() as HTMLElement).focus();
  await userEvent.keyboard(' ');
  await expect.element(tick('Beta')).toHaveFocus();
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}');
  await expectTicked('Beta', 'Gamma');
  await expect.element(tick('Gamma')).toHaveFocus();
  await userEvent.keyboard(' ');
  await expectTicked('Beta');
  await userEvent.keyboard('{Control>}a{/Control}');
  await expectTicked(...NAMES);
  await tick('Epsilon').click();
  await userEvent.keyboard('{Delete}');
  await expect.element(page.getByText('4 conversations deleted')).toBeVisible();
  await expect.element(row('Alpha')).not.toBeInTheDocument();
  await expect.element(row('Epsilon')).toHaveFocus();
  await expect
    .poll(() => inputsOf(app, 'conversations.changeSeveral'))
    .toEqual([{ conversationIds: ['Alpha', 'Beta', 'Gamma', 'Delta'], to: { kind: 'remove' } }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  for (const title of NAMES) await expect.element(row(title)).toBeVisible();
});

test('those that are ticked go into a folder, the archive and out of it, get a tag, and are exported', async () => {
  const app = render();
  await row('Alpha').click({ modifiers: ['Control'] });
  await tick('Beta').click();
  await act('Tags…').click();
  const urgent = page.getByRole('dialog').getByRole('checkbox', { name: 'Urgent' });
  await expect.element(urgent).toBePartiallyChecked();
  await urgent.click();
  await expect.element(urgent).toBeChecked();
  await expect
    .poll(() => inputsOf(app, 'conversations.changeSeveral'))
    .toEqual([{ conversationIds: ['Beta'], to: { kind: 'tag', tagId: 'urgent', carried: true } }]);
  await userEvent.keyboard('{Escape}');

  await act('Export…').click();
  await expect.element(page.getByLabelText('File', { exact: true })).toHaveValue('/home/aino/2 conversations.md');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.poll(() => inputsOf(app, 'history.export')).toMatchObject([{ conversationIds: ['Alpha', 'Beta'] }]);
  await page.getByRole('button', { name: 'Cancel' }).click();

  await act('Move to the archive').click();
  await expect.element(page.getByText('2 conversations archived')).toBeVisible();
  await expect.element(row('Alpha')).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(row('Alpha')).toBeVisible();

  await row('Alpha').click({ modifiers: ['Control'] });
  await tick('Gamma').click();
  await act('Move to a folder…').click();
  await page.getByRole('radio', { name: 'Work' }).click();
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect
    .poll(() => inputsOf(app, 'conversations.changeSeveral').at(-1))
    .toEqual({
      conversationIds: ['Alpha', 'Gamma'],
      to: { kind: 'move', folderId: 'work' },
    });
  await expect.element(page.getByText('0 selected')).toBeVisible();
  await act('End the selection').click();
  await page.getByRole('button', { name: 'Work', exact: true }).click();
  for (const title of ['Alpha', 'Gamma']) await expect.element(row(title)).toBeVisible();
});

test('an error is told, and what it was about stays ticked', async () => {
  const app = render();
  await row('Alpha').click({ modifiers: ['Control'] });
  app.bridge.failNext('conversations.changeSeveral', 'history-unavailable');
  await act('Delete').click();
  await expect.element(page.getByText(/^The conversation history cannot be used right now/)).toBeVisible();
  await expectTicked('Alpha');
});

test('in the trash several are ticked, and come back or go for good, each by one request', async () => {
  const app = render();
  await row('Alpha').click({ modifiers: ['Control'] });
  await tick('Delta').click({ modifiers: ['Shift'] });
  await act('Delete').click();
  await page.getByRole('button', { name: 'Show: All conversations' }).click();
  await page.getByRole('menuitemradio', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Select conversations' }).click();
  await expect.element(act('Restore')).toBeDisabled();
  await tick('Alpha').click();
  await tick('Beta').click();
  await act('Restore').click();
  await expect.element(page.getByText('2 conversations restored')).toBeVisible();
  await expect
    .poll(() => inputsOf(app, 'conversations.changeSeveral').at(-1))
    .toMatchObject({ to: { kind: 'restore' } });
  await expect.element(page.getByText('Alpha')).not.toBeInTheDocument();

  await page.getByRole('button', { name: 'Select conversations' }).click();
  await tick('Gamma').click();
  await userEvent.keyboard('{Control>}a{/Control}{Delete}');
  const dialog = page.getByRole('alertdialog');
  await expect.element(dialog.getByText(/^All 2 that you have selected/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect.element(page.getByText('The trash is empty.')).toBeVisible();
  const [deleted, ...more] = inputsOf(app, 'trash.delete') as { conversationIds: string[] }[];
  expect([deleted?.conversationIds.toSorted(), more]).toEqual([['Delta', 'Gamma'], []]);
});
