import type { PARENT_COMPARISON_FORMATS } from '#contract/lineage-calls';
import { CSV_MARK, csvRow } from '../evaluation/export/csv-row.ts';
import type { Parts } from '../evaluation/export/parts.ts';
import { type ComparisonState, SIDES } from './comparison-state.ts';

/**
 * A comparison as a file. JSON has everything that Sarvi keeps of it: `format`, `version`, `comparison` and `rows`, each
 * with its sums; CSV has a line for each row.
 */
export function exportedParts(state: ComparisonState, format: (typeof PARENT_COMPARISON_FORMATS)[number]): Parts {
  return format === 'json' ? jsonOf(state) : csvOf(state);
}

function jsonOf(state: ComparisonState): Parts {
  const { comparison } = state;
  const head = JSON.stringify({ format: 'sarvi-parent-comparison', version: 1, comparison }, null, 2);
  return {
    before: `${head.slice(0, head.lastIndexOf('\n'))},\n  "rows": [`,
    each: state.rows.map((row, place) => () => {
      const [child, parent] = SIDES.map((side) => state.sumsOf(side, place) ?? null);
      return `${place === 0 ? '' : ','}\n${JSON.stringify({ ...row, child, parent })}`;
    }),
    after: '\n  ]\n}\n',
  };
}

function csvOf(state: ComparisonState): Parts {
  const { kind } = state.file.configuration.data;
  const answers = kind === 'preference' ? ['chosen', 'rejected'] : ['answer'];
  const figures = SIDES.flatMap((side) => answers.map((name, index) => ({ side, name, index })));
  const header = [
    ...['row', 'good', 'prompt', ...answers],
    ...answers.map((name) => `${name}_tokens`),
    ...figures.map(({ side, name }) => `${side}_ln_p_${name}`),
  ];
  return {
    before: CSV_MARK + csvRow(header),
    each: state.rows.map(({ messages, answers: texts, good }, place) => () => {
      const sumOf = (side: (typeof SIDES)[number], index: number) => state.sumsOf(side, place)?.[index];
      return csvRow([
        ...[String(place + 1), good ? '1' : '0'],
        messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n'),
        ...answers.map((_, index) => texts[index] ?? ''),
        ...answers.map((_, index) => String((sumOf('child', index) ?? sumOf('parent', index))?.tokens ?? '')),
        ...figures.map(({ side, index }) => String(sumOf(side, index)?.logprob ?? '')),
      ]);
    }),
    after: '',
  };
}
