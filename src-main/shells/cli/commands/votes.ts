import { resolve } from 'node:path';
import type { Comparison } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import type { Estimate, PairResult, Strength } from '#contract/statistics';
import type { VoteSummary } from '#contract/votes';
import { columnNames } from '../../../core/comparison/column-names.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import type { App } from '../../../core/app.ts';
import { optionalText, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { exportFormatOption } from '../comparison-format.ts';

const OPTIONS = { export: 'string', format: 'string' } as const;
const PAGE = 100;

interface Voted {
  readonly comparison: Comparison;
  readonly summary: VoteSummary;
}

/** What the votes of comparisons say: of one, or of each that has any. `--export` writes those of the one, or of the newest. */
export const votes: Command = async ({ args, output, app }) => {
  const { words, options } = readArguments(args, OPTIONS, [0, 1]);
  const sarvi = await app();
  const voted = await votedComparisons(sarvi, words[0]);
  const told = voted.map(({ comparison, summary }) => ({
    comparisonId: comparison.id,
    title: comparison.title,
    columns: [...columnNames(comparison)].map(([columnId, name]) => ({ columnId, name })),
    ...summary,
  }));
  const exported = optionalText(options, 'export');
  if (exported === undefined) {
    const text = voted.length === 0 ? 'No votes.' : voted.map(summaryText).join('\n\n');
    return output.result({ comparisons: told }, text);
  }
  const path = resolve(exported);
  const format = exportFormatOption(options, path, 'csv');
  const [first] = voted;
  if (first === undefined) throw new SarviError('comparison-unknown', { comparisonId: words[0] ?? '' });
  const comparisonId = first.comparison.id;
  const { sizeBytes } = await sarvi.ask('comparisons.export', { comparisonId, format, path, replace: true });
  const text = `${path}: ${first.summary.votes} votes, ${formatBytes(sizeBytes)}`;
  output.result({ comparisons: told, path, format, comparisonId, sizeBytes }, text);
};

/** Newest first. @throws SarviError `comparison-unknown` */
async function votedComparisons(sarvi: App, id: string | undefined): Promise<Voted[]> {
  const summaryOf = async (comparison: Comparison): Promise<Voted> => ({
    comparison,
    summary: await sarvi.ask('votes.summary', { comparisonId: comparison.id }),
  });
  if (id !== undefined) {
    const { comparison } = await sarvi.ask('comparisons.open', { comparisonId: id, limit: 1 });
    return [await summaryOf(comparison)];
  }
  const voted: Voted[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await sarvi.ask('comparisons.list', { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const comparison of page.comparisons) {
      const one = await summaryOf(comparison);
      if (one.summary.votes > 0) voted.push(one);
    }
    cursor = page.nextCursor;
  }
  return voted;
}

function summaryText({ comparison, summary }: Voted): string {
  const names = columnNames(comparison);
  const nameOf = (id: string): string => names.get(id) ?? id;
  const { selfAgreement: again, sideBias } = summary;
  return [
    `${comparison.title}  ${comparison.id}`,
    `  ${summary.votes} votes on ${summary.clusters} prompts`,
    ...summary.pairs.map((pair) => `  ${pairText(pair, nameOf)}`),
    ...summary.strengths.map((strength) => `  ${nameOf(strength.columnId)}: ${strengthText(strength)}`),
    ...(sideBias.rate === null
      ? []
      : [`  first side: ${rateText(sideBias.rate)}, p = ${sideBias.pValue.toPrecision(2)}`]),
    ...(again.repeats === 0 ? [] : [`  same vote again: ${again.agreed} of ${again.repeats}`]),
  ].join('\n');
}

function pairText(pair: PairResult, nameOf: (id: string) => string): string {
  const { wins, losses, ties, bothBad, identical, winRate, sign, needed } = pair;
  const counts = `${wins} won, ${losses} lost, ${ties} tied, ${bothBad} both bad, ${identical} identical`;
  const rate = winRate === null ? '' : `; win rate ${rateText(winRate)}, p = ${sign.pValue.toPrecision(2)}`;
  const more = needed !== null && needed.further > 0 ? `; ${needed.further} more prompts to be sure` : '';
  return `${nameOf(pair.a)} against ${nameOf(pair.b)}: ${counts}${rate}${more}`;
}

function rateText({ value, low, high }: Estimate): string {
  const percent = (share: number): string => (100 * share).toFixed(0);
  return `${percent(value)} % (${percent(low)}–${percent(high)} %)`;
}

function strengthText(strength: Strength): string {
  if (strength.kind === 'unknown') return 'never compared with the others';
  if (strength.kind === 'estimate') {
    const { value, low, high } = strength.rating;
    return `${value.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)})`;
  }
  const side = strength.kind === 'at-least' ? ['at least', 'above the others'] : ['at most', 'below the others'];
  return strength.bound === null ? (side[1] ?? '') : `${side[0]} ${strength.bound.toFixed(0)}`;
}
