import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INSTRUCTION_ARGUMENTS } from '../../../../../src-main/core/evaluation/ifeval/instruction-kinds.ts';
import { readIfevalSet, readOwnSet } from '../../../../../src-main/core/evaluation/ifeval/read-ifeval-set.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const entry = new URL('../../../../../src-main/core/evaluation/ifeval/worker.ts', import.meta.url).pathname;
/** Three rows with every key, as the published Parquet file has them; written by pyarrow. */
const PARQUET = join(import.meta.dirname, 'three-rows.parquet');

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'set');
  await writeFile(path, content);
  return path;
}

const row = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({ key: 1, prompt: 'p', instruction_id_list: ['punctuation:no_comma'], kwargs: [{}], ...changes });

/** Arguments that a prompt says in words of its own. */
const SAID_OTHERWISE = new Set(['relation', 'let_relation', 'capital_relation', 'language', 'nth_paragraph']);

describe('Sarvi’s own set', () => {
  test('has the same prompts in both languages, more than a hundred, of every kind', async () => {
    const [english, finnish] = await Promise.all([readOwnSet('resources', 'en'), readOwnSet('resources', 'fi')]);
    const shape = ({ rows }: typeof english) => rows.map(({ key, instructionIds }) => ({ key, instructionIds }));
    expect(shape(english)).toEqual(shape(finnish));
    expect(english.rows.length).toBeGreaterThanOrEqual(100);
    const kinds = new Set(english.rows.flatMap(({ instructionIds }) => instructionIds));
    expect([...kinds].sort()).toEqual(Object.keys(INSTRUCTION_ARGUMENTS).sort());
    for (const { faults, rows } of [english, finnish]) {
      expect(faults).toEqual([]);
      expect(new Set(rows.map(({ prompt }) => prompt)).size).toBe(rows.length);
    }
  });

  test('asks each prompt for what it is judged by', async () => {
    for (const language of ['en', 'fi'] as const) {
      for (const { prompt, kwargs } of (await readOwnSet('resources', language)).rows) {
        const texts = kwargs.flatMap((given) =>
          Object.entries(given).flatMap(([name, value]) => (SAID_OTHERWISE.has(name) ? [] : value)),
        );
        for (const text of texts) expect(prompt).toContain(String(text));
      }
    }
  });
});

describe('a data set', () => {
  test('is read from Parquet with its empty arguments; a row that cannot be used is named', async () => {
    const { rows, faults, sha256 } = await readIfevalSet(PARQUET, entry);
    expect(rows).toMatchObject([
      { key: 1000, instructionIds: ['length_constraints:number_words', 'punctuation:no_comma'] },
      { key: 1001, kwargs: [{ forbidden_words: ['kissa', 'äänekäs'], num_words: null }] },
    ]);
    expect(rows[0]?.kwargs[0]).toMatchObject({ num_words: 30, relation: 'at least', keywords: null });
    expect(faults).toEqual([{ line: 3, reason: expect.stringContaining('instruction-unknown') as string }]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[what: string, line: string, reason: string]>([
    ['no JSON', '{', 'row-not-json'],
    ['NaN', row().replace('{}', '{"num_words": NaN}'), 'row-not-json'],
    ['a number', '7', 'row-not-object'],
    ['another schema', '{"question": "a", "answer": "b"}', 'row-field'],
    ['a key in words', row({ key: 'one' }), 'row-field'],
    ['no instruction', row({ instruction_id_list: [], kwargs: [] }), 'row-field'],
    ['fewer kwargs than instructions', row({ kwargs: [] }), 'row-lengths'],
    ['an unknown instruction', row({ instruction_id_list: ['a:b'] }), 'instruction-unknown'],
    ['a foreign argument', row({ kwargs: [{ num_words: 3 }] }), 'instruction-other-argument'],
    ['the key of another row', row(), 'row-key-again'],
    ['a very long line', `"${'a'.repeat(5 * 2 ** 20)}"`, 'row-too-long'],
  ])('with %s keeps its other rows and names the line', async (_, line, reason) => {
    const { rows, faults } = await readIfevalSet(await fileOf([row(), line, row({ key: 2 })].join('\n')));
    expect(rows.map(({ key }) => key)).toEqual([1, 2]);
    expect(faults).toEqual([{ line: 2, reason: expect.stringContaining(reason) as string }]);
  });

  test('of which nothing can be used is refused with the first reason', async () => {
    const refused = readIfevalSet(await fileOf('{"question": "a"}\n'));
    await expect(refused).rejects.toMatchObject({ code: 'ifeval-set-malformed' });
    await expect(readIfevalSet(await fileOf(''))).rejects.toMatchObject({ details: { reason: 'row-none' } });
  });

  test('in a damaged Parquet file is refused, wherever the damage is', async () => {
    const sound = await readFile(PARQUET);
    const places = Array.from({ length: 12 }, (_, index) => Math.floor((sound.length * (index + 0.5)) / 12));
    for (const place of places) {
      const damaged = Buffer.from(sound);
      damaged.fill(0xff, place, place + 16);
      const path = await fileOf(damaged);
      // A change within a text goes unnoticed.
      await readIfevalSet(path, entry).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'ifeval-set-malformed' });
      });
    }
    await expect(readIfevalSet(await fileOf(sound.subarray(0, 900)), entry)).rejects.toMatchObject({
      code: 'ifeval-set-malformed',
    });
  });
});
