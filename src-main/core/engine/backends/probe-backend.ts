import * as v from 'valibot';
import type { Backend } from '#contract/backends';
import { because } from '#contract/reasons';
import type { Ports } from '../../ports.ts';
import { describeExit } from '../describe-exit.ts';
import { PROBE_ARGUMENT } from '../engine-arguments.ts';

const Count = v.pipe(v.number(), v.minValue(0));

/** The result of one backend's probe; kept on disk. */
export const Finding = v.variant('state', [
  v.object({ state: v.literal('works'), devices: v.array(v.string()), totalBytes: Count, freeBytes: Count }),
  /** The card, the driver or the library is missing. */
  v.object({ state: v.literal('unavailable'), reason: v.string() }),
  /** The probe crashed or hung its process. */
  v.object({ state: v.literal('broken'), reason: v.string() }),
]);
export type Finding = v.InferOutput<typeof Finding>;

/** Long enough for a driver that builds its caches on a slow disk. */
const DEADLINE_MS = 30_000;

/**
 * Probes a backend in a process of its own, so that a driver that crashes or hangs ends only that process. Never
 * throws.
 */
export async function probeBackend(
  ports: Pick<Ports, 'spawn' | 'entries'>,
  backend: Backend,
  { deadlineMs = DEADLINE_MS, signal }: { deadlineMs?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Finding> {
  let child;
  try {
    child = ports.spawn(ports.entries.engine, { title: 'Sarvi probe', args: [PROBE_ARGUMENT, backend] });
  } catch (error) {
    return { state: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
  const { promise, resolve } = Promise.withResolvers<Finding>();
  const broken = (reason: string): void => resolve({ state: 'broken', reason });
  child.onMessage((message) => {
    const parsed = v.safeParse(Finding, message);
    if (parsed.success) resolve(parsed.output);
    else broken(because('broke-the-protocol'));
  });
  child.onExit((exit) => broken(describeExit(exit)));
  const timer = setTimeout(
    () => broken(because('no-answer-within', { seconds: Math.max(1, Math.round(deadlineMs / 1000)) })),
    deadlineMs,
  );
  const abort = (): void => resolve({ state: 'unavailable', reason: because('sarvi-is-closing') });
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    child.kill();
  }
}
