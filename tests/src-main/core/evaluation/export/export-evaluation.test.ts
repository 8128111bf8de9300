import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportPiece, exportToFile } from '../../../../../src-main/core/evaluation/export/export-evaluation.ts';
import type { RunState } from '../../../../../src-main/core/evaluation/runs/run-state.ts';
import { givenRun } from '../../../../builders/evaluation-run.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

/** What lm-evaluation-harness wrote for the same data and answers (`npm run reference:evaluation`). */
const HARNESS = join(import.meta.dirname, 'harness');
const DATA = join(HARNESS, 'data.jsonl');
const ANSWERS = JSON.parse(readFileSync(join(HARNESS, 'answers.json'), 'utf8')) as string[];

type Json = Record<string, unknown>;

function piecesOf(state: RunState, format: Parameters<typeof exportPiece>[1]['format']): string {
  let text = '';
  for (let cursor: number | null = 0; cursor !== null;) {
    const piece = exportPiece(state, { format, cursor });
    text += piece.text;
    cursor = piece.nextCursor;
  }
  return text;
}

test('samples are those of the harness to the letter', async () => {
  const { state } = await givenRun('ifeval-en', { data: DATA }, ANSWERS);
  const expected = readFileSync(join(HARNESS, 'samples.jsonl'), 'utf8').trimEnd().split('\n');
  const lines = piecesOf(state, 'samples').trimEnd().split('\n');
  expect(lines.map((line) => Object.keys(JSON.parse(line) as Json))).toEqual(
    expected.map((line) => Object.keys(JSON.parse(line) as Json)),
  );
  expect(lines.map((line) => JSON.parse(line) as Json)).toEqual(expected.map((line) => JSON.parse(line) as Json));
});

test('results have the keys, numbers and hashes of the harness', async () => {
  const { state } = await givenRun('ifeval-en', { data: DATA }, ANSWERS);
  const expected = JSON.parse(readFileSync(join(HARNESS, 'results.json'), 'utf8')) as Record<string, Json>;
  const found = JSON.parse(piecesOf(state, 'results')) as Record<string, Json>;
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const key of ['versions', 'n-shot', 'higher_is_better', 'n-samples', 'task_hashes', 'group_subtasks']) {
    expect(found[key], key).toEqual(expected[key]);
  }
  expect(Object.keys(found['config'] ?? {})).toEqual(Object.keys(expected['config'] ?? {}));
  const numbers = (all: Record<string, Json>): Json =>
    Object.fromEntries(
      Object.entries(all['results']?.['ifeval'] as Json).map(([name, value]) => [
        name,
        typeof value === 'number' ? Number(value.toFixed(12)) : value,
      ]),
    );
  expect(numbers(found)).toEqual(numbers(expected));
});

test('a table for a model card says what the numbers depend on, and no name breaks it', async () => {
  const { state } = await givenRun('ifeval-fi', { data: DATA }, ANSWERS);
  const { configuration } = state.run;
  Object.assign(configuration.model, { name: 'a|b\n<i>' });
  const table = piecesOf(state, 'markdown');
  expect(table).toContain('| prompt\\_level\\_loose\\_acc | ');
  expect(table.split('\n')[0]).toBe('| ifeval-fi | a\\|b \\<i\\> (Q4\\_K\\_M) |');
  expect(table).toContain(configuration.data.sha256);
  expect(table).toContain('26 Jul 2024');
});

test('a spreadsheet gets a line for each sample, and no formula', async () => {
  const { state } = await givenRun('ifeval-en', { data: DATA }, ['=1+1', { failure: leftOut }, 'x, "y"', null, '']);
  const lines = piecesOf(state, 'csv').split('\r\n');
  expect(lines).toHaveLength(5 + 2);
  expect(lines[0]).toContain('key,category,instructions,strict,loose,left_out');
  expect(lines[1]).toMatch(/,"'=1\+1"$/);
  expect(lines[2]).toContain(',prompt-too-long,');
  expect(lines[3]).toMatch(/,"x, ""y"""$/);
});

test('JSON has the run with every sample, in pieces and in a file', async () => {
  const { state } = await givenRun('ifeval-en', { data: DATA }, ANSWERS);
  const found = JSON.parse(piecesOf(state, 'json')) as { run: Json; samples: Json[]; format: string };
  expect(found).toMatchObject({ format: 'sarvi-evaluation', version: 1 });
  expect(found.samples).toEqual(JSON.parse(JSON.stringify(state.samples)));
  const path = join(await temporaryFolder(), 'run.json');
  const { sizeBytes } = await exportToFile(state, { format: 'json', path, replace: false }, '/nowhere');
  const written = await readFile(path, 'utf8');
  expect(written).toBe(piecesOf(state, 'json'));
  expect(sizeBytes).toBe(Buffer.byteLength(written));
});

test('of a run without a verdict the files are whole too', async () => {
  const data = join(await temporaryFolder(), 'one.jsonl');
  await writeFile(data, readFileSync(DATA, 'utf8').split('\n')[0] ?? '');
  const { state } = await givenRun('ifeval-en', { data }, []);
  expect(piecesOf(state, 'samples')).toBe('');
  expect(JSON.parse(piecesOf(state, 'results'))).toMatchObject({ 'n-samples': { ifeval: { effective: 0 } } });
  expect(piecesOf(state, 'csv').split('\r\n')).toHaveLength(3);
  expect(piecesOf(state, 'markdown')).toContain('Samples: 0 of 1');
});

const leftOut = { code: 'prompt-too-long', details: { tokens: 9000, limit: 8000 }, message: '' } as const;
