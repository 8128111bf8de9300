import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createJudge } from '../../../../../src-main/core/evaluation/ifeval/create-judge.ts';
import { loadEuropeanDetector } from '../../../../../src-main/core/evaluation/ifeval/detection/detect-european.ts';
import { readLanguageProfiles } from '../../../../../src-main/core/evaluation/ifeval/detection/language-profiles.ts';
import { ENGLISH_TABLES } from '../../../../../src-main/core/evaluation/ifeval/punkt/english-tables.ts';
import { compareVerdicts, sumOf, type ReferenceVerdicts } from '../../../../builders/compare-verdicts.ts';
import type { AnswerLine } from '../../../../builders/ifeval-answers.ts';

interface Kept {
  readonly language: 'en' | 'fi';
  readonly line: AnswerLine;
  readonly verdicts: ReferenceVerdicts;
}

const kept = readFileSync(join(import.meta.dirname, 'reference-verdicts.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Kept);
const european = await loadEuropeanDetector();
const profiles = await readLanguageProfiles('resources');

/** What Sarvi's own tables of sentences and languages may judge otherwise. */
const BY_TABLES = /sentences|capital_word|response_language|english_/;

test.each(['en', 'fi'] as const)('verdicts are those of the reference programs: %s', (language) => {
  const judge = createJudge({ profiles, tables: ENGLISH_TABLES, european: language === 'fi' ? european : null });
  const differences: unknown[] = [];
  const pairs = kept.filter((one) => one.language === language).map(({ line, verdicts }) => [line, verdicts] as const);
  const found = compareVerdicts(pairs, judge, (id, index, line) => {
    if (!BY_TABLES.test(id)) differences.push({ id, kwargs: line.kwargs[index], response: line.response });
  });
  expect(differences).toEqual([]);
  expect(Object.keys(found)).toHaveLength(25);
  const { equal, verdicts } = sumOf(Object.entries(found).flatMap(([id, one]) => (BY_TABLES.test(id) ? [one] : [])));
  expect(equal / verdicts).toBeGreaterThan(0.97);
});
