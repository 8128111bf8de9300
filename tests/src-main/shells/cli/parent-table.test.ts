import { expect, test } from 'vitest';
import { instructionsOf, parentTable } from '../../../../src-main/shells/cli/parent-table.ts';
import { buildPoro } from '../../../builders/contract-values.ts';
import { buildIfevalMetrics, buildRun } from '../../../builders/fake-evaluations.ts';
import { buildParentComparison } from '../../../builders/fake-lineage.ts';

test('IFEval of both is below the figures, and a side without a run has none', () => {
  const comparison = buildParentComparison({
    ifeval: [
      { task: 'ifeval-en', childRun: 'c', parentRun: 'p' },
      { task: 'ifeval-fi', childRun: null, parentRun: 'gone' },
    ],
  });
  const runs = [
    { ...buildRun(buildPoro('sft')), id: 'c', metrics: buildIfevalMetrics(0.4, 0.5) },
    { ...buildRun(buildPoro('sft')), id: 'p', metrics: buildIfevalMetrics(0.3, 0.35) },
  ];
  const table = parentTable(comparison, instructionsOf(comparison, runs));
  expect(table.split('\n').slice(-3)).toEqual([
    'perplexity of 5210 tokens  parent 8.0200, child 7.9100, ratio 0.9860 (0.9810 to 0.9920)',
    'ifeval-en (prompt_level_loose_acc)  parent 35.0 % (26.0 to 43.0), child 50.0 % (41.0 to 58.0)',
    'ifeval-fi (prompt_level_loose_acc)  parent –, child –',
  ]);
});
