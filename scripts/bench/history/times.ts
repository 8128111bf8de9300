/** How long something took, many times. */
export interface Times {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly mostMs: number;
}

export function timesOf(durationsMs: readonly number[]): Times {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), mostMs: sorted.at(-1) ?? NaN };
}

/** Does it for each item, one after another. */
export async function timeEach<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<Times> {
  const durationsMs: number[] = [];
  for (const item of items) durationsMs.push(await timeOnce(() => act(item)));
  return timesOf(durationsMs);
}

export async function timeOnce(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
