import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SarviError } from '#contract/errors';
import { RECIPE_PRESETS } from '#contract/recipes';
import { buildModel } from '../../builders/contract-values.ts';
import { queryOf } from '../../builders/datasets.ts';
import { buildDataset, buildDatasetRow, fakeDatasets } from '../../builders/fake-datasets.ts';
import { renderApp } from '../../builders/render-app.ts';

const ROWS = [
  buildDatasetRow(),
  buildDatasetRow({ id: 'vote:2', omission: 'cut', prompt: [{ role: 'user', content: 'Entä ahma?' }] }),
];

function render(hash: string, rows = ROWS) {
  return renderApp({ models: [buildModel()], more: fakeDatasets({ datasets: [buildDataset()], rows }) }, hash);
}

test('a data set is made, and opened with its rows', async () => {
  renderApp({ models: [buildModel()], more: fakeDatasets({ rows: ROWS }) }, '#/training-data');
  await page.getByRole('button', { name: 'New data set' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New data set' });
  await expect.element(dialog.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Votes');
  for (const source of ['Votes', 'Edited answers', 'Answers with a thumb beside other versions']) {
    await expect.element(dialog.getByRole('checkbox', { name: source, exact: true })).toBeChecked();
  }
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(page.getByRole('heading', { name: 'Votes', exact: true })).toBeVisible();
  await expect.element(page.getByText(/^1 row for training/)).toBeVisible();
  await expect.element(page.getByText('Left out: cut off').first()).toBeVisible();
});

test('a row is left out and corrected, and then a version is frozen and exported', async () => {
  const { bridge } = render('#/training-data/d1');
  const changed = () => bridge.emit('datasets.changed', null);
  const row = page.getByRole('article').first();
  await row.getByRole('button', { name: 'Correct the text' }).first().click();
  await row.getByRole('textbox', { name: 'Corrected answer' }).fill('Ilves on suurpeto.');
  await row.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(row.getByRole('textbox')).not.toBeInTheDocument();
  changed();
  await expect.element(row.getByText('Ilves on suurpeto.')).toBeVisible();
  await expect.element(row.getByText(/corrected/)).toBeVisible();
  const calls = () => bridge.calls.filter(({ name }) => name === 'datasets.decide').length;
  await row.getByRole('button', { name: 'Leave out' }).click();
  await expect.poll(calls).toBe(2);
  changed();
  await expect.element(row.getByText('Left out: by you')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Freeze a version' })).toBeDisabled();
  await row.getByRole('button', { name: 'Take it after all' }).click();
  await expect.poll(calls).toBe(3);
  changed();
  await page.getByRole('button', { name: 'Freeze a version' }).click();
  await expect.element(page.getByText('Version 1 is frozen')).toBeVisible();
  changed();
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export for training' });
  await dialog.getByText('Values of the recipes').click();
  const processes = dialog.getByRole('textbox', { name: 'Processes', exact: true });
  await processes.fill('7');
  await userEvent.tab();
  await dialog.getByRole('textbox', { name: 'New folder' }).fill('/tmp/data');
  await expect.element(dialog.getByText(/^The batch cannot be spread evenly/)).toBeVisible();
  await expect.element(dialog.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
  await processes.fill('4');
  await userEvent.tab();
  await expect.element(dialog.getByText(/^The batch cannot be spread evenly/)).not.toBeInTheDocument();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.element(page.getByText('Exported to /tmp/data')).toBeVisible();
  await expect.element(dialog).not.toBeInTheDocument();
  const recipe = { ...RECIPE_PRESETS.preference['8b'], processes: 4 };
  const input = { versionId: 'w1', format: 'trl', path: '/tmp/data', recipe };
  expect(bridge.calls).toContainEqual({ name: 'datasets.export', input });
});

test('rows are read again when a conversation goes to the trash, comes back, or an answer is rated', async () => {
  const { bridge } = render('#/training-data/d1');
  await expect.element(page.getByRole('status').getByText('2 rows', { exact: true })).toBeVisible();
  const reads = () => bridge.calls.filter(({ name }) => name === 'datasets.rows').length;
  const before = reads();
  bridge.emit('conversation.changed', { kind: 'removed', conversationId: 'c0' });
  bridge.emit('conversation.changed', { kind: 'removed', conversationId: 'c1' });
  await expect.poll(reads).toBe(before + 1);
  bridge.emit('conversation.changed', { kind: 'many' });
  await expect.poll(reads).toBe(before + 2);
  bridge.emit('answer.rated', { conversationId: 'c0', messageId: 'm1', thumb: 'up' });
  await expect.poll(reads).toBe(before + 3);
});

test('a version is exported as what it was frozen as, whatever the data set looks for today', async () => {
  const { bridge } = renderApp(
    {
      models: [buildModel()],
      more: fakeDatasets({ datasets: [buildDataset({ query: queryOf({ kind: 'sft' }) })], rows: ROWS, versions: 1 }),
    },
    '#/training-data/d1',
  );
  const versions = page.getByRole('region', { name: 'Versions' });
  await expect.element(versions).toMatchTextContent(/Preference tuning \(DPO\): pairs/);
  await versions.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export for training' });
  await dialog.getByText('Values of the recipes').click();
  await expect.element(dialog.getByRole('textbox', { name: 'Beta', exact: true })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'New folder' }).fill('/tmp/data');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.element(page.getByText('Exported to /tmp/data')).toBeVisible();
  const input = { versionId: 'w1', format: 'trl', path: '/tmp/data', recipe: RECIPE_PRESETS.preference['8b'] };
  expect(bridge.calls).toContainEqual({ name: 'datasets.export', input });
});

test('rows are found by their words and by why they are left out', async () => {
  render('#/training-data/d1');
  await expect.element(page.getByRole('status').getByText('2 rows', { exact: true })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find in rows' }).fill('ahma');
  await expect.element(page.getByRole('status').getByText('1 row', { exact: true })).toBeVisible();
  await expect.element(page.getByText('Entä ahma?')).toBeVisible();
});

test('a model that is gone is named, and another choice is offered where it is told', async () => {
  const dataset = buildDataset({ query: queryOf({ modelId: 'gone', tagId: 'gone' }) });
  const datasets = fakeDatasets({ datasets: [dataset] });
  const more: typeof datasets = (handlers) => ({
    ...datasets(handlers),
    'datasets.rows': () => {
      throw new SarviError('model-unknown');
    },
  });
  renderApp({ models: [buildModel()], more }, '#/training-data/d1');
  await page.getByRole('button', { name: 'Count with another model, or not at all' }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog.getByRole('combobox', { name: 'Count tokens as Deleted' })).toBeVisible();
  await expect.element(dialog.getByRole('combobox', { name: 'Tag Deleted' })).toBeVisible();
});
