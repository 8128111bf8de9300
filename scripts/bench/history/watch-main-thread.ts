export interface Stall {
  /** The longest time in which no timer of this thread came to its turn. */
  readonly longestMs: number;
  /** The most processor time that this thread spent between two turns: what it itself held up, however busy the machine. */
  readonly longestWorkMs: number;
}

/** Looks at this thread every millisecond until it is told to stop. */
export function watchMainThread(): () => Stall {
  let longestMs = 0;
  let longestWorkMs = 0;
  let lastAt = performance.now();
  let lastCpu = cpuMs();
  const timer = setInterval(() => {
    const [now, cpu] = [performance.now(), cpuMs()];
    longestMs = Math.max(longestMs, now - lastAt);
    longestWorkMs = Math.max(longestWorkMs, cpu - lastCpu);
    [lastAt, lastCpu] = [now, cpu];
  }, 1);
  return () => {
    clearInterval(timer);
    return { longestMs, longestWorkMs };
  };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
