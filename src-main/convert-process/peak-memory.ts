import { readFileSync } from 'node:fs';

/** Largest resident set of this process so far, in bytes. */
export function peakMemoryBytes(): number {
  if (process.platform === 'linux') {
    // On Linux, `getrusage` also counts the time before `exec`, when the process was a copy of its parent.
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
