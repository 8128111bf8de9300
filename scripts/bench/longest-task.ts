import type { Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the thread's own time, in microseconds. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Watches the tasks of a page from now on. The answer is the longest one in the processor's time, in milliseconds, which
 * other programs on the machine do not lengthen as they do a pause.
 */
export async function watchTasks(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  const mainThreads = new Set<string>();
  const longest = new Map<string, number>();
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) {
      const thread = `${event.pid}:${event.tid}`;
      if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') mainThreads.add(thread);
      if (!event.name.endsWith('RunTask')) continue;
      longest.set(thread, Math.max(longest.get(thread) ?? 0, event.tdur ?? 0));
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return Math.round(Math.max(0, ...[...mainThreads].map((thread) => longest.get(thread) ?? 0)) / 1000);
  };
}
