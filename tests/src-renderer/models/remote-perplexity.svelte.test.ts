/** Perplexity of models on other computers: what may be measured, and that nothing is sent without the user's word. */
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ListedRemote, RemoteKind } from '#contract/remotes';
import { buildModel } from '../../builders/contract-values.ts';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { buildPerplexityJob } from '../../builders/perplexity-values.ts';
import { renderApp } from '../../builders/render-app.ts';

function buildRemote(id: string, kind: RemoteKind, names: readonly string[]): ListedRemote {
  const models = names.map((name) => ({ name, contextTokens: 8192 }));
  const abilities = { logprobs: true, tokenIds: true, continues: true, counts: true };
  return {
    ...{ id, name: `Engine ${id}`, address: `http://localhost:8000/${id}`, host: `${id}.example.fi:8000` },
    ...{ caPath: null, usesProxy: false, contextTokens: null, key: 'none', keyVariable: 'SARVI_KEY' },
    finding: { kind, version: null, abilities, models },
    models: models.map((model) => ({ ...model, id: `Remote.${id}.${model.name}` })),
  };
}

const core = (more: FakeCore = {}): FakeCore => ({
  models: [buildModel()],
  remotes: [buildRemote('lab', 'vllm', ['poro', 'poro-base']), buildRemote('home', 'ollama', ['llama'])],
  ...more,
});
const engines = page.getByRole('list', { name: 'Remote engines and their models' });
const engineOf = (name: string) => engines.getByRole('listitem').filter({ hasText: name }).first();

test('a text is sent only when the user lets the host read it, and another text is asked about again', async () => {
  const { bridge } = renderApp(core(), '#/models');
  const lab = engineOf('Engine lab');
  await lab.getByRole('button', { name: 'Measure', exact: true }).click();
  const start = lab.getByRole('button', { name: 'Start measuring' });
  await expect.element(start).toBeDisabled();
  const consent = lab.getByRole('checkbox', { name: 'Send this text to lab.example.fi:8000' });
  await expect.element(lab.getByText(/Sarvi cannot see what is kept there/)).toBeVisible();
  await consent.click();
  await expect.element(start).toBeEnabled();
  await lab.getByRole('combobox', { name: /^Text/ }).click();
  await page.getByRole('option', { name: 'A text file' }).click();
  await expect.element(consent).not.toBeChecked();
  await expect.element(start).toBeDisabled();
  await lab.getByLabelText(/^Path of the text file/).fill('/home/aino/diary.txt');
  await consent.click();
  await lab.getByRole('combobox', { name: /^Model/ }).click();
  await page.getByRole('option', { name: 'poro-base' }).click();
  expect(bridge.calls.filter(({ name }) => name === 'perplexity.start')).toEqual([]);
  await start.click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'perplexity.start')?.input)
    .toEqual({
      modelId: 'Remote.lab.poro-base',
      source: { kind: 'file', path: '/home/aino/diary.txt' },
      mostChunks: null,
      remoteHosts: ['lab.example.fi:8000'],
    });
  const bar = lab.getByRole('progressbar', { name: 'Measurement' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '40');
  await lab.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(bar).not.toBeInTheDocument();
});

test('what was measured is shown with its model, and that it is not kept', async () => {
  const { bridge } = renderApp(core(), '#/models');
  const lab = engineOf('Engine lab');
  await lab.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect.element(lab.getByRole('region', { name: 'Measured elsewhere' })).not.toBeInTheDocument();
  bridge.emit('perplexity.changed', buildPerplexityJob({ modelId: 'Remote.lab.poro', state: 'finished', fraction: 1 }));
  const results = lab.getByRole('region', { name: 'Measured elsewhere' });
  await expect.element(results.getByText('poro · Perplexity 8.299 ± 0.053')).toBeVisible();
  await expect.element(results.getByText(/39 chunks of 512 tokens/)).toBeVisible();
  await expect.element(results.getByText(/not kept, since another model may answer/)).toBeVisible();
});

test('a failure is said in words', async () => {
  const { bridge } = renderApp(core(), '#/models');
  const lab = engineOf('Engine lab');
  await lab.getByRole('button', { name: 'Measure', exact: true }).click();
  const details = { name: 'poro', host: 'lab.example.fi:8000', reason: 'no-such-tokenizer' };
  const error = { code: 'remote-cannot-score' as const, details, message: '' };
  bridge.emit('perplexity.changed', buildPerplexityJob({ modelId: 'Remote.lab.poro', state: 'failed', error }));
  await expect
    .element(lab.getByRole('alert'))
    .toMatchTextContent(/no model of your library splits text into the same tokens/);
});

test('a server without the function says so, and without engines there is no section', async () => {
  renderApp(core(), '#/models');
  const home = engineOf('Engine home');
  await expect.element(home.getByText(/does not tell how likely a given text is/)).toBeVisible();
  await expect.element(home.getByRole('button', { name: 'Measure', exact: true })).not.toBeInTheDocument();
});

test('the settings lead to the measurement where a server has the function', async () => {
  const { close } = renderApp(core(), '#/settings/remotes');
  await page.getByRole('link', { name: 'Measure how well a model there predicts a text' }).click();
  await expect.element(engineOf('Engine lab')).toBeVisible();
  await close();
  renderApp(core({ remotes: [buildRemote('home', 'ollama', ['llama'])] }), '#/settings/remotes');
  await expect.element(page.getByRole('list', { name: 'Your remote engines' })).toBeVisible();
  await expect.element(page.getByRole('link', { name: /Measure how well/ })).not.toBeInTheDocument();
});
