import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { STOPPED_ENGINE, type EngineStatus } from '#contract/engine';
import type { ListedRemote } from '#contract/remotes';
import { buildConversation, buildMessage, buildModel, buildPoro } from '../../builders/contract-values.ts';
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

const FAR = { id: 'Remote.lab.poro', name: 'poro-70b', contextTokens: 8192 };
const LAB: ListedRemote = {
  ...{ id: 'lab', name: 'Lab', address: 'https://gpu.example.fi', host: 'gpu.example.fi', caPath: null },
  ...{ usesProxy: false, contextTokens: null, key: 'none', keyVariable: 'SARVI_KEY_LAB', models: [FAR] },
  finding: {
    ...{ kind: 'vllm', version: null, models: [{ name: FAR.name, contextTokens: 8192 }] },
    abilities: { logprobs: true, tokenIds: true, continues: true, counts: true },
  },
};

afterEach(() => vi.useRealTimers());

test('a server that says nothing for minutes is told of, until it says something', async () => {
  const conversation = buildConversation({ id: 'c1', modelId: FAR.id, remoteHosts: ['gpu.example.fi'] });
  const messages = [
    buildMessage({ id: 'm1' }),
    buildMessage({ id: 'm2', parentId: 'm1', role: 'assistant', text: '', streaming: true }),
  ];
  const { bridge } = renderApp(
    { models: [GUIDE], remotes: [LAB], conversations: [conversation], messages },
    '#/chat/c1',
  );
  await expect.element(page.getByTestId('message').nth(1)).toBeVisible();
  // Only the line's own clock is moved.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const ids = { generationId: 'g1', conversationId: 'c1', messageId: 'm2' };
  bridge.emit('generation.changed', { ...ids, kind: 'waiting' });
  await expect.poll(line).toBe('Waiting for gpu.example.fi');
  vi.advanceTimersByTime(60_000);
  await expect.poll(line).toBe('Nothing has come from gpu.example.fi for 1 min');
  vi.advanceTimersByTime(240_000);
  await expect.poll(line).toBe('Nothing has come from gpu.example.fi for 5 min');
  const counts = { generatedTokens: 1, contextUsedTokens: 9, tokensPerSecond: null };
  bridge.emit('generation.changed', { ...ids, ...counts, kind: 'text', offset: 0, delta: 'Hei' });
  await expect.poll(line).not.toMatch(/Nothing has come/);
});

test('adapters have no part in answers from elsewhere, and the conversation says so', async () => {
  const adapters = [{ adapterId: 'c'.repeat(32), name: 'Runot', scale: 1 }];
  renderApp(
    {
      ...{ models: [GUIDE], remotes: [LAB] },
      conversations: [
        buildConversation({ id: 'c1', modelId: FAR.id, adapters }),
        buildConversation({ id: 'c2', modelId: GUIDE.id, adapters }),
      ],
    },
    '#/chat/c1',
  );
  await expect.element(page.getByTestId('unused-adapters')).toMatchTextContent(/from gpu\.example\.fi.*: Runot\./);
  location.hash = '#/chat/c2';
  await expect.element(page.getByTestId('unused-adapters')).not.toBeInTheDocument();
});
