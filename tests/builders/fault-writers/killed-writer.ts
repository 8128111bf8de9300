import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WriterReport } from './report.ts';

export interface Killed {
  readonly reports: readonly WriterReport[];
}

/**
 * Runs a writer and kills it with SIGKILL `delayMs` after it has said that it works.
 *
 * @returns everything that it said; what was said lies in the pipe and outlives it
 */
export async function killedWriter(name: string, args: readonly string[], delayMs: number): Promise<Killed> {
  const writer = fork(join(import.meta.dirname, `${name}.ts`), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const reports: WriterReport[] = [];
  const working = new Promise<void>((resolve, reject) => {
    writer.on('message', (message: WriterReport) => {
      reports.push(message);
      if (message.kind === 'working') resolve();
    });
    writer.on('exit', (code) => {
      if (code !== null) reject(new Error(`the writer ${name} ended by itself with code ${code}`));
    });
  });
  await working;
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  writer.kill('SIGKILL');
  // `close` and not `exit`: what it said last is read by then.
  if (writer.connected) await once(writer, 'disconnect');
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
  return { reports };
}
