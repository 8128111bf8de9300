import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { DatasetRow } from '#contract/datasets';
import { RECIPE_PRESETS } from '#contract/recipes';
import { exportDataset } from '../../../../src-main/core/training-data/export/export-dataset.ts';
import type { FrozenDataset } from '../../../../src-main/core/training-data/export/frozen-dataset.ts';
import { factsOfRows } from '../../../../src-main/core/training-data/facts-of-rows.ts';
import { buildDatasetRow } from '../../../builders/fake-datasets.ts';
import { queryOf } from '../../../builders/datasets.ts';
import { canMount, smallDisk } from '../../../builders/small-disk.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

/** Exports rows as one version, which the history has frozen. */
async function exportRows(
  rows: readonly DatasetRow[],
  path: string,
  more: { format?: 'trl' | 'parquet' | 'llama-factory'; processes?: number } = {},
) {
  const facts = { ...factsOfRows(rows, null), train: 99 };
  const version = {
    ...{ id: 'w1', datasetId: 'd1', number: 1, kind: 'preference' as const },
    ...{ frozenAt: 0, digest: 'ab', facts },
  };
  const source: FrozenDataset = {
    version,
    name: 'Äänet',
    query: queryOf(),
    rows: rows.map((content) => ({ split: content.split, content })),
  };
  const parts = { history: { ask: () => Promise.resolve(source) }, dataFolder: await temporaryFolder(), version: '0' };
  const preset = RECIPE_PRESETS.preference['8b'];
  const recipe = more.processes === undefined ? null : { ...preset, processes: more.processes };
  // The history answers one request here.
  return exportDataset(parts, { versionId: 'w1', format: more.format ?? 'trl', path, recipe });
}

test('one row is enough, and a split without rows has no file and is in no recipe', async () => {
  const path = join(await temporaryFolder(), 'one');
  const { files } = await exportRows([buildDatasetRow()], path);
  expect(files).toContain('data/train.jsonl');
  expect(files).not.toContain('data/test.jsonl');
  expect(await readFile(join(path, 'trl-dpo.yaml'), 'utf8')).not.toContain('eval_strategy');
  // Counted again: the version was frozen with more rows.
  expect(await readFile(join(path, 'README.md'), 'utf8')).toContain('1 rows for training and 0 for testing');
});

test('Parquet has recipes that name its files', async () => {
  const path = join(await temporaryFolder(), 'parquet');
  const { files } = await exportRows([buildDatasetRow(), buildDatasetRow({ split: 'test' })], path, {
    format: 'parquet',
  });
  expect(files).toEqual(expect.arrayContaining(['data/train.parquet', 'data/test.parquet', 'trl-dpo.yaml']));
  expect((await readFile(join(path, 'data/train.parquet'))).subarray(0, 4).toString()).toBe('PAR1');
  expect(await readFile(join(path, 'axolotl-dpo.yaml'), 'utf8')).toMatch(
    /path: \.\/data\/train\.parquet\n +ds_type: parquet/,
  );
});

test('for LLaMA-Factory the texts have no blanks around them, as the chat template of Llama 3.1 takes them away', async () => {
  const path = join(await temporaryFolder(), 'factory');
  const said = (text: string) => ({ text, modelName: null, messageId: 'm', tokens: null, corrected: false });
  const prompt = [
    { role: 'system', content: ' Vastaa lyhyesti. ' },
    { role: 'user', content: '\n\tMikä on ilves? ' },
  ] as const;
  const row = buildDatasetRow({ prompt: [...prompt], good: said('Kissaeläin.\n'), bad: said('  Lintu. ') });
  await exportRows([row], path, { format: 'llama-factory' });
  const [written] = JSON.parse(await readFile(join(path, 'data/train.json'), 'utf8')) as unknown[];
  expect(written).toEqual({
    system: 'Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nVastaa lyhyesti.',
    conversations: [{ from: 'human', value: 'Mikä on ilves?' }],
    chosen: { from: 'gpt', value: 'Kissaeläin.' },
    rejected: { from: 'gpt', value: 'Lintu.' },
  });
});

test('without rows, or with values that do not fit together, there is no folder', async () => {
  const path = join(await temporaryFolder(), 'none');
  await expect(exportRows([], path)).rejects.toMatchObject({ code: 'dataset-empty' });
  await expect(exportRows([buildDatasetRow()], path, { processes: 7 })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await readdir(dirname(path))).toEqual([]);
});

test.runIf(canMount())('a full disk is named, and nothing half-written stays', async () => {
  const disk = smallDisk(64 * 1024);
  const large = buildDatasetRow({ prompt: [{ role: 'user', content: 'x'.repeat(200_000) }] });
  const path = join(disk.folder, 'full');
  for (const format of ['trl', 'parquet', 'llama-factory'] as const) {
    const rows = format === 'parquet' ? Array.from({ length: 400 }, (_, index) => distinct(large, index)) : [large];
    await expect(exportRows(rows, path, { format }), format).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readdir(disk.folder), format).toEqual([]);
  }
});

/** Rows that compression cannot make small. */
function distinct(row: DatasetRow, index: number): DatasetRow {
  const content = Array.from({ length: 80 }, (_, place) =>
    ((index + 1) * (place + 7) * 2_654_435_761).toString(36),
  ).join('');
  return { ...row, prompt: [{ role: 'user', content }] };
}
