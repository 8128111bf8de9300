import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ListedRemote } from '#contract/remotes';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE: FakeCore = { models: [buildPoro('instruct'), buildPoro('sft'), buildModel()] };

async function read(): Promise<void> {
  await page.getByLabelText('Prompt', { exact: true }).fill('Mistä poron sarvet tulevat?');
  await page.getByLabelText('Answer', { exact: true }).fill('Poron sarvet kasvavat kesällä.');
  await page.getByRole('button', { name: 'Read the answer' }).click();
  await expect.element(page.getByTestId('difference-sums')).toBeVisible();
}

test('a text is read by a model and by what it was made from, and summed up', async () => {
  const { bridge } = renderApp(CORE, '#/difference');
  await read();
  expect(bridge.calls.find(({ name }) => name === 'scoring.start')?.input).toEqual({
    modelId: 'poro-2-8b-instruct',
    otherId: 'poro-2-8b-sft',
    source: { kind: 'text', prompt: 'Mistä poron sarvet tulevat?', answer: 'Poron sarvet kasvavat kesällä.' },
  });
  const sums = page.getByTestId('difference-sums');
  await expect.element(sums).toMatchTextContent(/Sum of log-ratios\s*10\.59 nats/);
  await expect.element(sums).toMatchTextContent(/Implicit reward\s*0\.1059/);
  await expect.element(sums).toMatchTextContent(/43% unshifted, 43% marginal, 14% shifted/);
  await page.getByLabelText('Beta').fill('0.1');
  await userEvent.keyboard('{Tab}');
  await expect.element(sums).toMatchTextContent(/Implicit reward\s*1\.059/);
  await expect.element(sums).toMatchTextContent(/Q4_K_M\): 0\.0313 nats/);
});

test('the tokens are walked by arrows, and each tells what else was likely', async () => {
  renderApp(CORE, '#/difference');
  await read();
  const text = page.getByTestId('token-text');
  await expect.element(text.getByRole('button', { name: /^Poron: log-ratio 0\.3, rank 1/ })).toBeVisible();
  (text.element().querySelector('button') as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Likeliest tokens' });
  await expect.element(dialog).toMatchTextContent(/sarvet/);
  await expect.element(dialog).toMatchTextContent(/Poro 2 8B SFT/);
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(text.getByRole('button', { name: /^sarvet/ })).toHaveFocus();
});

test('names of shifts are for the own greedy answer only, and an answer is coloured by rank without them', async () => {
  renderApp({ models: [buildPoro('sft'), buildPoro('base')] }, '#/difference');
  await read();
  await page.getByRole('radio', { name: 'Rank' }).click();
  await expect.element(page.getByTestId('difference-result')).toMatchTextContent(/1 is the likeliest/);
  await expect.element(page.getByTestId('difference-result')).not.toMatchTextContent(/unshifted/);
  await expect.element(page.getByTestId('difference-sums')).toMatchTextContent(/No β is known/);
});

test('models that split text otherwise are refused in words, and the same model twice is a control', async () => {
  const { bridge } = renderApp(CORE, '#/difference');
  bridge.failNext('scoring.start', 'licence-not-accepted', { modelId: 'm', name: 'Poro', licence: 'Llama' });
  await page.getByLabelText('Answer', { exact: true }).fill('Sarvet.');
  await page.getByRole('button', { name: 'Read the answer' }).click();
  await expect.element(page.getByRole('alert')).toBeVisible();
  bridge.holdNext('scoring.result');
  await page.getByRole('button', { name: 'Read the answer' }).click();
  await expect.element(page.getByRole('progressbar', { name: 'Reading' })).toBeVisible();
  bridge.emit('scoring.changed', {
    ...{ id: 'scoring', modelId: 'a', otherId: 'b', state: 'failed', phase: 'loading', fraction: 0 },
    error: {
      code: 'vocabularies-differ',
      details: { name: 'Poro', other: 'Opas', found: '5 = a', otherFound: '5 = b' },
      message: '',
    },
  });
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Poro and Opas cannot be compared token by token/);
});

test('a model elsewhere reads the text after a word of the user, and what a server cannot tell is not shown', async () => {
  const models = [{ id: 'Remote.lab.poro', name: 'poro-70b', contextTokens: 8192 }];
  const engine: ListedRemote = {
    ...{ id: 'lab', name: 'Lab', address: 'https://gpu.example.fi', host: 'gpu.example.fi', caPath: null },
    ...{ usesProxy: false, contextTokens: null, key: 'none', keyVariable: 'SARVI_KEY_LAB', models },
    finding: {
      ...{ kind: 'vllm', version: null, models: [{ name: 'poro-70b', contextTokens: 8192 }] },
      abilities: { logprobs: true, tokenIds: true, continues: true, counts: true },
    },
  };
  const mute: ListedRemote = { ...engine, id: 'mute', name: 'Mute', finding: { ...engine.finding, kind: 'ollama' } };
  const { bridge } = renderApp({ ...CORE, remotes: [engine, mute] }, '#/difference');
  await page.getByLabelText('Answer', { exact: true }).fill('Sarvet.');
  const start = page.getByLabelText('Starting model');
  await start.click();
  await expect.element(page.getByRole('option', { name: 'poro-70b · gpu.example.fi' })).toBeVisible();
  await page.getByRole('option', { name: 'poro-70b · gpu.example.fi' }).click();
  const read = page.getByRole('button', { name: 'Read the answer' });
  await expect.element(read).toBeDisabled();
  await page.getByRole('checkbox', { name: /Send this text to gpu\.example\.fi/ }).click();
  await read.click();
  const result = page.getByTestId('difference-result');
  await expect.element(result).toMatchTextContent(/A server elsewhere has read the answer/);
  await expect.element(page.getByRole('radio', { name: 'KL divergence' })).not.toBeInTheDocument();
  await expect.element(page.getByTestId('difference-sums')).not.toMatchTextContent(/Mean KL/);
  expect(bridge.calls.find(({ name }) => name === 'scoring.start')?.input).toMatchObject({
    otherId: 'Remote.lab.poro',
    remoteHosts: ['gpu.example.fi'],
  });
});
