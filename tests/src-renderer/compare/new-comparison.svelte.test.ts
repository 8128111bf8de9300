import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildPoro } from '../../builders/contract-values.ts';
import { buildColumn, buildComparison, buildRow, fakeComparisons } from '../../builders/fake-comparisons.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const STAGES = ['base', 'sft', 'instruct'] as const;
const MODELS = STAGES.map((stage) => buildPoro(stage));
const COLUMNS = MODELS.map((model) => buildColumn(model));
const SUGGESTION = {
  name: 'Poro 2 8B',
  columns: STAGES.map((stage) => ({
    modelId: `poro-2-8b-${stage}`,
    modelName: `Poro 2 8B ${stage}`,
    stage,
    templateModelId: stage === 'base' ? 'poro-2-8b-instruct' : null,
  })),
};
const dialog = page.getByRole('dialog');

async function begin(): Promise<RenderedApp> {
  const comparison = { comparison: buildComparison(COLUMNS), rows: [buildRow(COLUMNS)] };
  const app = renderApp({ models: MODELS, more: fakeComparisons([comparison], [SUGGESTION]) }, '#/compare');
  await page.getByRole('button', { name: 'New comparison' }).first().click();
  return app;
}

const created = ({ bridge }: RenderedApp): unknown =>
  bridge.calls.find(({ name }) => name === 'comparisons.create')?.input;

test('Base, SFT and Instruct are arranged by one press, Base with the template of another', async () => {
  const app = await begin();
  await dialog.getByRole('button', { name: 'Poro 2 8B: Base · SFT · Instruct' }).click();
  await dialog.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect
    .poll(() => created(app))
    .toMatchObject({
      kind: 'chat',
      columns: [
        { modelId: 'poro-2-8b-base', templateModelId: 'poro-2-8b-instruct' },
        { modelId: 'poro-2-8b-sft', templateModelId: null },
        { modelId: 'poro-2-8b-instruct', templateModelId: null },
      ],
    });
});

test('a comparison of languages has a row for each', async () => {
  const app = await begin();
  await dialog.getByRole('checkbox', { name: 'The same prompt in Finnish and in English' }).click();
  await dialog.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect.poll(() => created(app)).toMatchObject({ languages: ['fi', 'en'] });
});

test('a set has the prompts that are chosen, and begins only with some', async () => {
  const app = await begin();
  await dialog.getByRole('radio', { name: /^Prompt set/ }).click();
  await expect.element(dialog.getByText('2 prompts chosen')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'English' }).click();
  await expect.element(dialog.getByText('1 prompt chosen')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Facts' }).click();
  await expect.element(dialog.getByRole('button', { name: 'Begin answering' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Facts' }).click();
  await dialog.getByRole('button', { name: 'Begin answering' }).click();
  await expect.poll(() => created(app)).toMatchObject({ kind: 'set', prompts: [{ turns: ['Moi'], language: 'fi' }] });
});

test('columns are added up to four and taken away down to two, by keys too', async () => {
  await begin();
  const add = dialog.getByRole('button', { name: 'Add a model' });
  await add.click();
  add.element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(add).not.toBeInTheDocument();
  await dialog.getByRole('button', { name: 'Remove model 4' }).click();
  await dialog.getByRole('button', { name: 'Remove model 3' }).click();
  await expect.element(dialog.getByRole('button', { name: /Remove model/ })).not.toBeInTheDocument();
});
