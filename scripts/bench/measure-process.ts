import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';

export interface ProcessFigures {
  /** Of the process and of all that it started and waited for: user and system time. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Runs one Node program to its end and measures its whole tree of processes. No other child of this process may end
 * meanwhile: Linux adds up the time of all that have.
 *
 * @param logPath - where its output goes: native code loses lines when a pipe is full
 * @see proc(5) (`cutime`, `cstime`)
 */
export async function measureProcess(args: readonly string[], logPath: string): Promise<ProcessFigures> {
  const log = await open(logPath, 'w');
  const cpuBefore = childrenCpuSeconds();
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', log.fd, log.fd] });
  const end = (): void => void child.kill();
  process.once('exit', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('exit', end);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  await log.close();
  if (code !== 0) {
    const said = (await readFile(logPath, 'utf8')).slice(-1000);
    throw new Error(`${args.join(' ')} ended with ${code ?? 'a signal'}: ${said}`);
  }
  return { cpuSeconds: childrenCpuSeconds() - cpuBefore, wallSeconds };
}

function childrenCpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The second field is the program's name in brackets, which may hold spaces; cutime is the 16th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}
