import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import {
  buildAdapter,
  buildConversation,
  buildGenerationRecord,
  buildMessage,
  buildModel,
} from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const RUNOT = buildAdapter();
const TALOUS = buildAdapter({ id: 'b'.repeat(32), name: 'Talous', baseModel: null });
const GONE = { adapterId: 'c'.repeat(32), name: 'Vanha', scale: 1 };
const QUESTION = buildMessage({ id: 'q' });

const CORE: FakeCore = {
  models: [buildModel()],
  adapters: [RUNOT, TALOUS],
  conversations: [buildConversation({ id: 'c1', adapters: [GONE] })],
  messages: [
    QUESTION,
    buildMessage({
      id: 'a',
      parentId: 'q',
      role: 'assistant',
      text: 'Olen runo.',
      stopReason: 'end-of-generation',
      generation: buildGenerationRecord({ adapters: [{ adapterId: RUNOT.id, name: 'Runot', scale: 0.5 }] }),
    }),
  ],
};

test('adapters are chosen for a conversation with a scale, by slider or number, and taken off', async () => {
  const { bridge } = renderApp(CORE, '#/chat/c1');
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  const section = page.getByRole('region', { name: 'Adapters' });
  await expect.element(section).toMatchTextContent('No longer in the library');
  await section.getByRole('button', { name: 'Take off Vanha' }).click();
  for (const name of ['Runot', 'Talous']) {
    await section.getByLabelText('Add an adapter').click();
    await page.getByRole('option', { name }).click();
  }
  await section.getByRole('slider', { name: 'Scale of Runot' }).fill('-1.5');
  const typed = section.getByRole('textbox', { name: 'Scale' });
  await expect.element(typed.nth(0)).toHaveValue('-1.5');
  await typed.nth(1).fill('5');
  await expect.element(section).toMatchTextContent('A number from');
  await typed.nth(1).fill('0,25');
  await userEvent.keyboard('{Tab}');
  await expect.element(section.getByRole('slider', { name: 'Scale of Talous' })).toHaveValue('0.25');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(section).not.toBeInTheDocument();
  expect(bridge.calls.findLast(({ name }) => name === 'conversations.update')?.input).toMatchObject({
    conversationId: 'c1',
    adapters: [
      { adapterId: RUNOT.id, scale: -1.5 },
      { adapterId: TALOUS.id, scale: 0.25 },
    ],
  });
});

test('a scale out of its range stays with its reason, and nothing is saved over it', async () => {
  const { bridge } = renderApp(CORE, '#/');
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  const section = page.getByRole('region', { name: 'Adapters' });
  for (const name of ['Runot', 'Talous']) {
    await section.getByLabelText('Add an adapter').click();
    await page.getByRole('option', { name }).click();
  }
  const typed = section.getByRole('textbox', { name: 'Scale' });
  await typed.nth(0).fill('5');
  await userEvent.keyboard('{Tab}');
  await section.getByRole('slider', { name: 'Scale of Talous' }).fill('0.5');
  await expect.element(typed.nth(1)).toHaveValue('0.5');
  await expect.element(typed.nth(0)).toHaveValue('5');
  await expect.element(section).toMatchTextContent('A number from');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(typed.nth(0)).toHaveFocus();
  await expect.element(typed.nth(0)).toHaveAttribute('aria-invalid', 'true');
  expect(bridge.calls.filter(({ name }) => name === 'chat.send' || name === 'conversations.update')).toEqual([]);
  await typed.nth(0).fill('1.25');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(section).not.toBeInTheDocument();
});

test('a new chat begins with the adapters that were chosen before its first message', async () => {
  const { bridge } = renderApp(CORE, '#/');
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  await page.getByLabelText('Add an adapter').click();
  await page.getByRole('option', { name: 'Runot' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Hei');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Kysyit: Hei')).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'conversations.update')?.input).toMatchObject({
    adapters: [{ adapterId: RUNOT.id, scale: 1 }],
  });
});

test('an answer tells which adapters it came with', async () => {
  renderApp(CORE, '#/chat/c1');
  await page.getByRole('button', { name: 'Details' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Message details' })).toMatchTextContent('Runot × 0.5');
});

test('without adapters in the library the settings say where they come from', async () => {
  renderApp({ models: [buildModel()] }, '#/');
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  await expect
    .element(page.getByRole('region', { name: 'Adapters' }))
    .toMatchTextContent('Import one on the Models page.');
});

test('an adapter is imported from a PEFT folder for a model, renamed, and removed after a yes', async () => {
  const folder = '/home/aino/sovitin';
  const { bridge } = renderApp(
    {
      models: [buildModel()],
      folders: [
        { path: '/home/aino', parentPath: null, entries: [{ name: 'sovitin', path: folder, kind: 'adapter' }] },
      ],
    },
    '#/models',
  );
  await page.getByRole('button', { name: 'Import an adapter' }).click();
  await page.getByRole('button', { name: /^Choose\s*sovitin$/ }).click();
  await expect.element(page.getByLabelText('Made for the model')).toMatchTextContent('Sarven opas');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const list = page.getByRole('list', { name: 'Adapters' });
  await expect.element(list).toMatchTextContent('sovitin');
  expect(bridge.calls.find(({ name }) => name === 'adapters.import')?.input).toEqual({
    path: folder,
    modelId: 'guide',
  });
  await page.getByRole('button', { name: 'Actions for sovitin' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Runot');
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Actions for Runot' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent('Remove Runot?');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.element(list).not.toBeInTheDocument();
});
