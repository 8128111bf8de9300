import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { STOPPED_ENGINE, type EngineStatus } from '#contract/engine';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const GUIDE = buildModel();
const PORO = buildPoro('instruct');
const READY: EngineStatus = { ...STOPPED_ENGINE, state: 'ready', modelId: GUIDE.id, backend: 'CPU' };

/** The line as it is read, spaces and all. */
function line(): string {
  return (document.querySelector('.engine .words') as HTMLElement).innerText;
}

test('the line speaks of the model of this conversation, and of others as what they are', async () => {
  const { bridge } = renderApp({ models: [GUIDE, PORO], settings: { defaultModelId: GUIDE.id } }, '#/');
  await expect.poll(line).toBe('Loads when you send');
  bridge.emit('engine.changed', { ...READY, otherModelIds: [PORO.id] });
  await expect.poll(line).toMatch(/^Ready · Processor/);
  await expect.element(page.getByTitle(`Engine: Ready · Processor · also in memory: ${PORO.name}`)).toBeVisible();
  bridge.emit('engine.changed', { ...READY, modelId: PORO.id });
  await expect.element(page.getByTitle(`Engine: Loads when you send · in memory: ${PORO.name}`)).toBeVisible();
  bridge.emit('engine.changed', { ...READY, modelId: PORO.id, otherModelIds: [GUIDE.id] });
  await expect.element(page.getByTitle(`Engine: Ready · Processor · also in memory: ${PORO.name}`)).toBeVisible();
});

test('without a model that can be opened the line promises nothing', async () => {
  renderApp({ models: [{ ...GUIDE, available: false }] }, '#/');
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  expect(document.querySelector('.engine')).toBeNull();
});

test('an answer elsewhere is none here, and one that waits for it says so', async () => {
  const { bridge } = renderApp({ models: [GUIDE], stepMs: 60_000 }, '#/');
  await expect.poll(line).toBe('Loads when you send');
  bridge.emit('engine.changed', { ...READY, state: 'generating' });
  await expect.poll(line).toBe('Answering another conversation… · Processor');
  await page.getByRole('textbox', { name: 'Message' }).fill('Hei');
  await userEvent.keyboard('{Enter}');
  bridge.emit('engine.changed', { ...READY, state: 'generating' });
  await expect.poll(line).toBe('Waiting for its turn… · Processor');
});
