/** How long something took, many times. */
export interface Times {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly mostMs: number;
  /** Of the processor time of all threads meanwhile: what it would come to on a machine with nothing else to do. */
  readonly p95CpuMs: number;
}

export interface Duration {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export function timesOf(durations: readonly Duration[]): Times {
  const wall = durations.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
  const cpu = durations.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b);
  return {
    count: durations.length,
    medianMs: at(wall, 0.5),
    p95Ms: at(wall, 0.95),
    mostMs: at(wall, 1),
    p95CpuMs: at(cpu, 0.95),
  };
}

/** Does it for each item, one after another. */
export async function timeEach<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<Times> {
  const durations: Duration[] = [];
  for (const item of items) durations.push(await timeOnce(() => act(item)));
  return timesOf(durations);
}

export async function timeOnce(act: () => Promise<unknown>): Promise<Duration> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
