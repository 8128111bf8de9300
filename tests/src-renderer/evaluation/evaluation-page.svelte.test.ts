import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { EvaluationRun, PairedVerdicts } from '#contract/evaluations';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import {
  buildAnswer,
  buildIfevalMetrics,
  buildInstruction,
  buildMetric,
  buildRun,
  buildSample,
  fakeEvaluations,
  type FakeEvaluations,
} from '../../builders/fake-evaluations.ts';
import { buildPerplexity } from '../../builders/perplexity-values.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const [SFT, INSTRUCT, GUIDE] = [buildPoro('sft'), buildPoro('instruct'), buildModel()];
const OWN = buildRun(INSTRUCT);
const OTHER = buildRun(SFT, { metrics: buildIfevalMetrics(0.5, 0.55) });
const EMPTY = { state: 'paused', answered: 0, judged: 0, metrics: [] } as const;

function render(seed: FakeEvaluations, hash = '#/evaluation', more: FakeCore = {}): RenderedApp {
  return renderApp({ models: [SFT, INSTRUCT, GUIDE], more: fakeEvaluations(seed), ...more }, hash);
}

test('models stand against tasks, each figure with its interval and what it is of, beside the published ones', async () => {
  render({ runs: [OWN, OTHER] }, '#/evaluation', { perplexities: [buildPerplexity()] });
  const matrix = page.getByTestId('result-matrix');
  const row = matrix.getByRole('row', { name: /^Poro 2 8B Instruct Q4_K_M/ });
  await expect.element(row).toMatchTextContent(/57\.5% \(48\.5–65\.5\)\s*Sarvi’s own set/);
  await expect.element(row).toMatchTextContent(/62\.5% \(53\.5–70\.5\)/);
  await expect.element(row).toMatchTextContent(/8\.299 ± 0\.053/);
  await expect.element(page.getByRole('row', { name: /8\.299.*BF16/ })).toMatchTextContent(/1\.0216 ± 0\.0011/);
  const published = matrix.getByRole('row', { name: /^Poro 2 8B SFT\s*BF16/ });
  await expect.element(published).toMatchTextContent(/64\.69%/);
  await expect.element(published).toMatchTextContent(/5\.92/);
  await expect.element(page.getByText('Poro 2 8B SFT, published: 64.7%')).toBeInTheDocument();
});

test('a run says what differs from the published figure of its model', async () => {
  render({ runs: [OWN] }, `#/evaluation/${OWN.id}`);
  const differences = page.getByTestId('differences');
  await expect.element(differences).toMatchTextContent(/Quantization: Q4_K_M here, BF16 there/);
  await expect.element(differences).toMatchTextContent(/Set: sarvi-fi of Sarvi’s own here/);
  await expect
    .element(differences)
    .toMatchTextContent(/Language detection: eld 2\.1\.0 \(large\) here, heliport there/);
  const figure = page.getByRole('row', { name: /^Prompts, loose/ });
  await expect
    .element(figure)
    .toMatchTextContent(/53\.5–70\.5 \(Wilson\).*4\.77 \(as the reference program\).*66\.54%/);
});

const FAILED = buildSample({
  key: '2',
  turns: ['Kirjoita vähintään 5 virkettä.'],
  answers: [buildAnswer('Yksi. Kaksi.')],
  judgement: {
    kind: 'instructions',
    instructions: [
      buildInstruction({
        id: 'length_constraints:number_sentences',
        kwargs: { num_sentences: 5, relation: 'at least' },
        strict: false,
        loose: false,
        found: 2,
      }),
    ],
  },
});
const PASSED = buildSample({
  answers: [buildAnswer('Lumi\nhiljaa')],
  judgement: { kind: 'instructions', instructions: [buildInstruction()] },
});

test('a sample shows its prompt, its answer, and why each instruction is followed or not', async () => {
  const { bridge } = render({ runs: [OWN], samples: { [OWN.id]: [PASSED, FAILED] } }, `#/evaluation/${OWN.id}`);
  await expect.element(page.getByText('2 samples', { exact: true })).toBeVisible();
  await page.getByRole('combobox', { name: /^Show samples/ }).click();
  await page.getByRole('option', { name: 'Failed only' }).click();
  await expect.element(page.getByText('1 sample', { exact: true })).toBeVisible();
  const sample = page.getByTestId('sample');
  (sample.element().querySelector('summary') as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(sample).toMatchTextContent(/Yksi\. Kaksi\./);
  await expect
    .element(sample)
    .toMatchTextContent(/The answer has at least 5 sentences\. Not followed\. Found: 2 sentences\./);
  await sample.getByRole('button', { name: 'Open as a conversation' }).click();
  await expect.poll(() => location.hash).toBe('#/chat/of-sample');
  expect(bridge.calls.find(({ name }) => name === 'evaluations.openSample')?.input).toEqual({
    evaluationId: OWN.id,
    key: '2',
  });
});

const verdicts = (fields: Partial<PairedVerdicts> = {}): PairedVerdicts => ({
  both: 50,
  onlyOwn: 12,
  onlyOther: 3,
  neither: 39,
  difference: { value: 0.0882, low: 0.012, high: 0.158 },
  pValue: 0.035_156_25,
  ...fields,
});

test('two runs are compared on the same samples, and the samples that differ are listed side by side', async () => {
  render(
    {
      runs: [OWN, OTHER],
      samples: {
        [OWN.id]: [PASSED, FAILED],
        [OTHER.id]: [PASSED, { ...FAILED, judgement: PASSED.judgement }],
      },
      paired: { samples: 104, verdicts: { strict: verdicts(), loose: verdicts({ pValue: 0.0004 }) }, means: null },
    },
    `#/evaluation/${OWN.id}`,
  );
  await page.getByRole('combobox', { name: /^Compare with/ }).click();
  await page.getByRole('option', { name: /^Poro 2 8B SFT/ }).click();
  const paired = page.getByTestId('paired');
  const strict = paired.getByRole('row', { name: /^Strict/ });
  await expect.element(strict).toMatchTextContent(/50\s*12\s*3\s*39\s*\+8\.8 points \(\+1\.2 … \+15\.8\)\s*0\.035/);
  await expect.element(paired.getByRole('row', { name: /^Loose/ })).toMatchTextContent(/< 0\.001/);
  await page.getByRole('combobox', { name: /^Show samples/ }).click();
  await page.getByRole('option', { name: /differ/ }).click();
  await expect.element(page.getByText('1 sample', { exact: true })).toBeVisible();
  await expect.element(page.getByText('Poro 2 8B Instruct Q4_K_M: failed')).toBeInTheDocument();
  await expect.element(page.getByText('Poro 2 8B SFT Q4_K_M: passed')).toBeInTheDocument();
});

test('a run is put together, its time is told before it starts, and it is paused and continued', async () => {
  const { bridge } = render({});
  await page.getByRole('button', { name: 'New evaluation' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New evaluation' });
  await expect.element(dialog).toMatchTextContent(/104 of 104 samples.*at most ± 9\.6 percentage points/);
  await dialog.getByRole('radio', { name: 'A random part' }).click();
  await expect.element(dialog).toMatchTextContent(/50 of 104 samples.*± 13\.9 percentage points/);
  await dialog.getByRole('button', { name: 'Measure the speed' }).click();
  await expect.element(dialog).toMatchTextContent(/about 2 hr 0 min, at most 6 hr 0 min/);
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(bridge.calls.find(({ name }) => name === 'evaluations.create')?.input).toMatchObject({
    task: 'ifeval-en',
    limit: 50,
    seed: 1,
    files: {},
    continues: true,
  });
  const progress = page.getByTestId('run-progress');
  await expect.element(progress).toMatchTextContent(/The model answers.*about 1 hr 30 min left · 8\.2 tokens\/s/);
  await progress.getByRole('button', { name: 'Pause' }).click();
  await progress.getByRole('button', { name: 'Start' }).click();
  await expect.element(progress.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('a task that is judged needs a judge, and each chosen model gets a run', async () => {
  const { bridge } = render({});
  await page.getByRole('button', { name: 'New evaluation' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New evaluation' });
  const start = dialog.getByRole('button', { name: 'Start', exact: true });
  await dialog.getByRole('combobox', { name: /^Task/ }).click();
  await page.getByRole('option', { name: 'MT-Bench in Finnish' }).click();
  await expect.element(start).toBeDisabled();
  await dialog.getByRole('combobox', { name: /^Judge/ }).click();
  await page.getByRole('option', { name: /^Sarvi guide|^Sarven opas/ }).click();
  for (const model of [SFT, INSTRUCT]) {
    const box = dialog.getByRole('checkbox', { name: new RegExp(model.name) });
    if (!(box.element() as HTMLInputElement).checked) await box.click();
  }
  await start.click();
  await expect.element(dialog).not.toBeInTheDocument();
  const made = bridge.calls.filter(({ name }) => name === 'evaluations.create').map(({ input }) => input);
  expect(made).toHaveLength(2);
  expect(made).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ modelId: SFT.id, judge: { kind: 'model', modelId: 'guide' } }),
      expect.objectContaining({ modelId: INSTRUCT.id, judge: { kind: 'model', modelId: 'guide' } }),
    ]),
  );
});

test('what is refused is told in the dialog in words, and what was typed stays', async () => {
  const { bridge } = render({});
  bridge.failNext('evaluations.create', 'ifeval-set-malformed', { path: '/x.jsonl', reason: 'x' });
  await page.getByRole('button', { name: 'New evaluation' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New evaluation' });
  await dialog.getByRole('radio', { name: 'A file of yours' }).click();
  await dialog.getByLabelText('Path of the file').fill('/x.jsonl');
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/x\.jsonl/);
  await expect.element(dialog.getByLabelText('Path of the file')).toHaveValue('/x.jsonl');
});

test('a run is deleted only when that is confirmed', async () => {
  const { bridge } = render({ runs: [buildRun(GUIDE, { ...EMPTY, metrics: [] })] });
  await page.getByRole('button', { name: /^Actions: IFEval in Finnish/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  expect(bridge.calls.some(({ name }) => name === 'evaluations.remove')).toBe(false);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete evaluation' }).click();
  await expect.element(page.getByText('No evaluations yet')).toBeVisible();
});

const JUDGE = {
  kind: 'model',
  id: GUIDE.id,
  name: 'Sarvi guide',
  fileType: 'Q4_K_M',
  sizeBytes: 1,
  checksum: 'f',
} as const;
const judgedRun = (model: typeof SFT): EvaluationRun =>
  buildRun(model, {
    metrics: [
      buildMetric({
        name: 'score',
        value: 6.31,
        unit: 'score',
        standardError: 0.44,
        errorBy: 'bootstrap',
        interval: { low: 5.45, high: 7.17, by: 'error' },
      }),
    ],
    configuration: { task: 'mt-bench-fi', judge: JUDGE },
  });

test('a judged run shows points, the words of the judge, and the difference of two runs by questions', async () => {
  const [own, other] = [judgedRun(INSTRUCT), judgedRun(SFT)];
  const judged = { prompt: 'Judge this.', text: 'Good. Rating: [[8]]' };
  const turn = { score: 8, by: 'judge', promptKind: 'single-v1', judged, at: 1 } as const;
  const sample = buildSample({
    category: 'stem',
    turns: ['Mikä on poro?', 'Entä peura?'],
    answers: [buildAnswer('Eläin.'), buildAnswer('An animal.')],
    judgement: {
      kind: 'scores',
      turns: [turn, { score: 1, by: 'other-language', promptKind: null, judged: null, at: 2 }],
    },
  });
  render(
    {
      runs: [own, other],
      samples: { [own.id]: [sample] },
      paired: {
        samples: 16,
        verdicts: null,
        means: {
          unit: 'score',
          own: 6.31,
          other: 5.9,
          difference: { value: 0.41, low: -0.2, high: 1.02, standardError: 0.31 },
        },
      },
    },
    `#/evaluation/${own.id}`,
  );
  await expect.element(page.getByRole('row', { name: /^Score/ })).toMatchTextContent(/6\.31.*5\.45–7\.17.*6\.75/);
  await expect.element(page.getByTestId('differences')).toMatchTextContent(/Judge: Sarvi guide here, gpt-4o/);
  await page.getByText('Mikä on poro?').first().click();
  const shown = page.getByTestId('sample');
  await expect.element(shown).toMatchTextContent(/Turn 1: 8 of 10.*Turn 2: 1 of 10 The answer is not in Finnish/);
  await shown.getByText('The judge’s words').click();
  await expect.element(shown.getByText('Good. Rating: [[8]]')).toBeVisible();
  await page.getByRole('combobox', { name: /^Compare with/ }).click();
  await page.getByRole('option', { name: /^Poro 2 8B SFT/ }).click();
  await expect.element(page.getByTestId('paired')).toMatchTextContent(/6\.31\s*\+0\.41 \(−0\.2 … \+1\.02\).*5\.9/);
});

test('a run is exported in the form that is chosen, to a file with a name of the run', async () => {
  const { bridge } = render({ runs: [OWN] }, `#/evaluation/${OWN.id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export evaluation' });
  await dialog.getByRole('combobox', { name: /^Format/ }).click();
  await page.getByRole('option', { name: /^Markdown/ }).click();
  await dialog.getByLabelText('Path of the file').fill('/home/aino/results.md');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.element(page.getByText('Exported: results.md')).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'evaluations.export')?.input).toEqual({
    evaluationId: OWN.id,
    format: 'markdown',
    path: '/home/aino/results.md',
    replace: false,
  });
});
