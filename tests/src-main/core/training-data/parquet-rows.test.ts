import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { DATASET_KINDS, type DatasetRow } from '#contract/datasets';
import { parquetOf } from '../../../../src-main/core/training-data/export/parquet-rows.ts';
import { trlRow } from '../../../../src-main/core/training-data/export/trl-rows.ts';
import { pick, randomOf } from '../../../builders/random.ts';

const PIECES = ['', 'ä', '😀', '\u0000', 'Hei, ', '\n', '"', 'x'.repeat(300), '\u200d', 'null'];

/** Rows with one to seven turns of hostile text. */
function rowsOf(count: number, seed: number): DatasetRow[] {
  const next = randomOf(seed);
  const text = (): string => Array.from({ length: next() * 6 }, () => pick(next, PIECES)).join('');
  const answer = (): NonNullable<DatasetRow['good']> => {
    return { text: text(), modelName: null, messageId: 'm', tokens: null, corrected: false };
  };
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `r${index}`, source: 'edits', conversationId: 'c', comparisonId: null, promptTokens: null },
    prompt: Array.from({ length: 1 + Math.floor(next() * 6) }, () => ({ role: 'user', content: text() })),
    good: index % 3 === 0 ? null : answer(),
    bad: answer(),
    ...{ language: null, tags: [], split: 'train', omission: null },
  }));
}

test.each(DATASET_KINDS)('rows of %s come back from Parquet as they were written', async (kind) => {
  for (const count of [1, 2, 1500]) {
    const rows = rowsOf(count, count).map((row) => trlRow(row, kind));
    const bytes = parquetOf(rows, kind);
    const file = bytes.buffer as ArrayBuffer;
    expect(await parquetReadObjects({ file })).toEqual(rows);
    // Nothing may be null: a column that could be would make trainers fill in keys.
    const { schema, num_rows: written } = parquetMetadata(file);
    expect(schema.map(({ repetition_type: type }) => type)).not.toContain('OPTIONAL');
    expect(written).toBe(BigInt(count));
  }
});
