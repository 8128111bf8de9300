import { expect, test } from 'vitest';
import { exportedParts } from '../../../../src-main/core/lineage/comparison-export.ts';
import type { ComparisonLine } from '../../../../src-main/core/lineage/comparison-files.ts';
import { ComparisonState } from '../../../../src-main/core/lineage/comparison-state.ts';
import type { HeldOutRow } from '../../../../src-main/core/lineage/held-out-row.ts';
import { buildParentComparison } from '../../../builders/fake-lineage.ts';

const sum = (logprob: number, tokens: number) => ({ logprob, tokens });
const PAIR: HeldOutRow = {
  messages: [
    { role: 'system', content: 'Lyhyesti, "kiitos"' },
    { role: 'user', content: 'Rivi\nja toinen' },
  ],
  answers: ['=HYPERLINK("http://x")', '-5'],
  good: true,
};
const LONG: HeldOutRow = { messages: [{ role: 'user', content: 'Pitkä' }], answers: ['a', 'b'], good: true };

function stateOf(
  kind: 'preference' | 'kto',
  rows: readonly HeldOutRow[],
  sums: Readonly<Record<'child' | 'parent', Extract<ComparisonLine, { kind: 'scores' }>['sums']>>,
): ComparisonState {
  const { configuration: known, id, createdAt } = buildParentComparison();
  const configuration = { ...known, data: { ...known.data, kind, rows: rows.length } };
  const lines = (['child', 'parent'] as const).map((side): ComparisonLine => ({
    kind: 'scores',
    side,
    from: 0,
    backend: 'cpu',
    sums: sums[side],
    ms: 1,
  }));
  return new ComparisonState({ version: 1, id, createdAt, configuration }, rows, lines);
}

function textOf(state: ComparisonState, format: 'json' | 'csv'): string {
  const { before, each, after } = exportedParts(state, format);
  return before + each.map((row) => row()).join('') + after;
}

const PAIRS = (): ComparisonState =>
  stateOf('preference', [PAIR, LONG], {
    child: [[sum(-1.5, 3), sum(-1e-7, 2)], null],
    parent: [[sum(-2.25, 3), sum(-4, 2)]],
  });

test('CSV has a line for each row, with numbers as numbers and no formula', () => {
  expect(textOf(PAIRS(), 'csv')).toBe(
    [
      '\uFEFFrow,good,prompt,chosen,rejected,chosen_tokens,rejected_tokens,child_ln_p_chosen,child_ln_p_rejected,parent_ln_p_chosen,parent_ln_p_rejected',
      '1,1,"system: Lyhyesti, ""kiitos""\n\nuser: Rivi\nja toinen","\'=HYPERLINK(""http://x"")",-5,3,2,-1.5,-1e-7,-2.25,-4',
      // Too long for the child, and not read by the parent yet.
      '2,1,user: Pitkä,a,b,,,,,,',
      '',
    ].join('\r\n'),
  );
});

test('CSV of single answers says which of them are good', () => {
  const single = (good: boolean): HeldOutRow => ({ ...LONG, answers: ['a'], good });
  const sums = { child: [[sum(-1, 4)], [sum(-2, 4)]], parent: [[sum(-3, 4)], [sum(-4, 4)]] };
  expect(textOf(stateOf('kto', [single(true), single(false)], sums), 'csv')).toBe(
    [
      '\uFEFFrow,good,prompt,answer,answer_tokens,child_ln_p_answer,parent_ln_p_answer',
      '1,1,user: Pitkä,a,4,-1,-3',
      '2,0,user: Pitkä,a,4,-2,-4',
      '',
    ].join('\r\n'),
  );
});

test('JSON has the comparison as the app tells it, and every row with its sums', () => {
  const state = PAIRS();
  expect(JSON.parse(textOf(state, 'json'))).toEqual({
    ...{ format: 'sarvi-parent-comparison', version: 1, comparison: state.comparison },
    rows: [
      { ...PAIR, child: [sum(-1.5, 3), sum(-1e-7, 2)], parent: [sum(-2.25, 3), sum(-4, 2)] },
      { ...LONG, child: null, parent: null },
    ],
  });
  expect(JSON.parse(textOf(stateOf('kto', [], { child: [], parent: [] }), 'json'))).toMatchObject({ rows: [] });
});
