import { powerMonitor } from 'electron';

/** What `Ports.onResume` is on the desktop, where the system tells of sleep. */
export function listenForResume(): (listener: (sleptMs: number) => void) => () => void {
  const listeners = new Set<(sleptMs: number) => void>();
  let suspendedAt: number | null = null;
  powerMonitor.on('suspend', () => (suspendedAt = Date.now()));
  powerMonitor.on('resume', () => {
    const sleptMs = suspendedAt === null ? 0 : Math.max(0, Date.now() - suspendedAt);
    suspendedAt = null;
    for (const listener of listeners) listener(sleptMs);
  });
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
