import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildInspection, buildModel, buildPoro } from '../../builders/contract-values.ts';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { buildPerplexity, buildPerplexityJob } from '../../builders/perplexity-values.ts';
import { fakeEvaluations } from '../../builders/fake-evaluations.ts';
import { renderApp } from '../../builders/render-app.ts';

const QUANTIZED = buildPoro('instruct');
const WIDE = buildPoro('instruct', {
  id: 'poro-2-8b-instruct-bf16',
  facts: { ...QUANTIZED.facts, fileType: 'BF16', sizeBytes: 16_060_522_496 },
});
const LIBRARY = [QUANTIZED, buildPoro('sft'), WIDE, buildModel()];
const ACCEPTED = { acceptedLicences: ['llama3.1' as const, 'llama3.3' as const] };

const core = (more: FakeCore = {}): FakeCore => ({
  models: LIBRARY,
  settings: { language: 'en', ...ACCEPTED },
  ...more,
});
const cards = page.getByRole('list', { name: 'Models in the library' });
const cardOf = (name: RegExp) => cards.getByRole('listitem').filter({ hasText: name });

test('one click measures a quantization against the widest type of the same checkpoint', async () => {
  const { bridge } = renderApp(core(), '#/models');
  const card = cardOf(/Instruct.*Q4_K_M/).first();
  await card.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect.element(card.getByText('The widest type of this model in the library is chosen.')).toBeVisible();
  await card.getByRole('button', { name: 'Start measuring' }).click();
  const asked = {
    modelId: QUANTIZED.id,
    againstId: WIDE.id,
    source: { kind: 'own', language: 'en' },
    mostChunks: null,
  };
  await expect.poll(() => bridge.calls.find(({ name }) => name === 'perplexity.start')?.input).toEqual(asked);

  const bar = card.getByRole('progressbar', { name: 'Measurement' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '40');
  await expect.element(card.getByText('Reading the text, 40%, about 2 min 5 sec left')).toBeVisible();
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(bar).not.toBeInTheDocument();
});

test('a failure is said in words, with what can be done', async () => {
  const { bridge } = renderApp(core(), '#/models');
  const card = cardOf(/Instruct.*Q4_K_M/).first();
  await card.getByRole('button', { name: 'Measure', exact: true }).click();
  const error = { code: 'disk-full' as const, details: { path: '/x', needed: '37 GB', free: '4 GB' }, message: '' };
  bridge.emit('perplexity.changed', buildPerplexityJob({ state: 'failed', error }));
  await expect.element(card.getByRole('alert')).toBeVisible();
  await expect.element(card.getByRole('alert')).toMatchTextContent('37 GB');
});

test('a result is in the card beside the published figure, with every statistic, and can be removed', async () => {
  const { bridge } = renderApp(core({ perplexities: [buildPerplexity()] }), '#/models');
  const card = cardOf(/Instruct.*Q4_K_M/).first();
  const line = 'KL divergence measured here 0.03412 ± 0.00041 · against BF16 · published 0.0313';
  await expect.element(card.getByText(line).first()).toBeVisible();
  await card.getByRole('button', { name: 'Measure', exact: true }).click();
  const results = card.getByRole('region', { name: 'Measured on this computer' });
  await results.getByText('All figures').click();
  // Two perplexities and what comes of them, eleven and thirteen places of the sorted lists, and how it was made.
  await expect.poll(() => results.getByRole('term').elements().length).toBe(35);
  await expect.element(results.getByText('91.21% ± 0.32%')).toBeVisible();
  await results.getByRole('button', { name: 'Remove this result' }).click();
  await expect.element(results).not.toBeInTheDocument();
  expect(bridge.calls).toContainEqual({
    name: 'perplexity.forget',
    input: { modelId: QUANTIZED.id, resultId: 'measured-1' },
  });
});

test('the import dialog says what was measured of this checkpoint in a type, and of no other', async () => {
  const path = '/home/aino/Poro-2-8B-Instruct';
  const folders = [
    {
      path: '/home/aino',
      parentPath: '/home',
      entries: [{ name: 'Poro-2-8B-Instruct', path, kind: 'checkpoint' as const }],
    },
  ];
  const inspections = { [path]: buildInspection({ path }) };
  renderApp(core({ perplexities: [buildPerplexity()], folders, inspections }), '#/models');
  await page.getByRole('button', { name: 'Import a model' }).click();
  await page.getByRole('button', { name: /^Choose\s*Poro-2-8B-Instruct$/ }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog.getByText(/measured here: KL 0.0341/).first()).toBeVisible();
  await dialog.getByRole('radio', { name: /Q8_0/ }).click();
  await expect.element(dialog.getByText(/measured here/).first()).not.toBeVisible();
});

test('the Finnish page says it in Finnish', async () => {
  renderApp(
    { ...core({ perplexities: [buildPerplexity({ against: null })] }), settings: { language: 'fi', ...ACCEPTED } },
    '#/models',
  );
  await expect.element(page.getByText('Perpleksiteetti mitattuna tällä koneella 8,299 ± 0,053')).toBeVisible();
});

test('two results on the same text are compared in pairs, and one of another text is not offered', async () => {
  const sft = buildPerplexity({ id: 'sft', modelId: 'poro-2-8b-sft', modelName: 'Poro 2 8B SFT' });
  const other = buildPerplexity({ id: 'en', modelId: 'guide', text: { own: 'en', name: 'en.txt', tokensDigest: 'x' } });
  const perplexities = [buildPerplexity(), sft, other];
  const { bridge } = renderApp(core({ perplexities, more: fakeEvaluations({}) }), '#/evaluation');
  const section = page.getByRole('region', { name: 'Two perplexities on the same text' });
  await expect.element(section.getByRole('status')).toMatchTextContent(/1\.0216 ± 0\.0011 times/);
  await expect.element(section.getByRole('status')).toMatchTextContent(/more than chance explains/);
  expect(bridge.calls.find(({ name }) => name === 'perplexity.compare')?.input).toEqual({
    first: { modelId: 'poro-2-8b-instruct', resultId: 'measured-1' },
    second: { modelId: 'poro-2-8b-sft', resultId: 'sft' },
  });
  await section.getByRole('combobox', { name: /^First model/ }).click();
  await expect.poll(() => page.getByRole('option').elements().length).toBe(2);
});
