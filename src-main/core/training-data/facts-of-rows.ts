import { type DatasetFacts, type DatasetRow, OMISSIONS } from '#contract/datasets';

export interface CountedBy {
  readonly modelName: string;
  readonly templateSha256: string | null;
  readonly date: string | null;
}

/** What is in the rows that are kept, and how many are left out for which reason. */
export function factsOfRows(rows: readonly DatasetRow[], countedBy: CountedBy | null): DatasetFacts {
  const kept = rows.filter(({ omission }) => omission === null);
  return {
    train: kept.filter(({ split }) => split === 'train').length,
    test: kept.filter(({ split }) => split === 'test').length,
    omitted: OMISSIONS.map((omission) => ({
      omission,
      count: rows.filter((row) => row.omission === omission).length,
    })).filter(({ count }) => count > 0),
    sources: counted(kept.map(({ source }) => source)),
    languages: counted(kept.map(({ language }) => language ?? 'unsure')),
    goodModels: counted(kept.flatMap(({ good }) => (good === null ? [] : [good.modelName ?? '']))),
    badModels: counted(kept.flatMap(({ bad }) => (bad === null ? [] : [bad.modelName ?? '']))),
    tokens: countedBy === null ? null : { ...countedBy, ...tokensOf(kept) },
  };
}

type TokenFacts = Omit<NonNullable<DatasetFacts['tokens']>, keyof CountedBy>;

function tokensOf(rows: readonly DatasetRow[]): TokenFacts {
  const lengths = rows.map(({ promptTokens, good, bad }) => {
    return (promptTokens ?? 0) + Math.max(good?.tokens ?? 0, bad?.tokens ?? 0);
  });
  const differences = rows.flatMap(({ good, bad }) => differenceOf(good?.tokens, bad?.tokens));
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const longer = differences.filter((one) => one > 0).length / differences.length;
  return {
    total: rows.reduce((sum, { promptTokens, good, bad }) => {
      return sum + (promptTokens ?? 0) + (good?.tokens ?? 0) + (bad?.tokens ?? 0);
    }, 0),
    longest: lengths.reduce((longest, length) => Math.max(longest, length), 0),
    meanDifference: differences.length === 0 ? null : mean,
    goodLonger: differences.length === 0 ? null : longer,
  };
}

/** The most frequent first. */
function counted(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}

function differenceOf(good: number | null | undefined, bad: number | null | undefined): number[] {
  return typeof good === 'number' && typeof bad === 'number' ? [good - bad] : [];
}
