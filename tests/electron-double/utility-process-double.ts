import type * as Electron from 'electron';
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

const PARENT_PORT = fileURLToPath(new URL('utility-parent-port.mjs', import.meta.url));

/** Utility processes are forked Node processes with a `process.parentPort`. */
export const utilityProcessDouble = {
  fork: (entryPath: string, args: string[] = [], options: Electron.ForkOptions = {}): Electron.UtilityProcess => {
    const child = fork(entryPath, args, {
      serialization: 'advanced',
      execArgv: [`--title=${options.serviceName ?? 'node-service'}`, '--import', PARENT_PORT],
      env: { ...options.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const events = new EventEmitter();
    child.on('spawn', () => events.emit('spawn'));
    child.on('message', (message) => events.emit('message', message));
    child.on('exit', (code) => events.emit('exit', code ?? 1));
    const double = Object.defineProperty(
      Object.assign(events, {
        stderr: child.stderr,
        stdout: null,
        postMessage: (message: unknown) =>
          void (child.connected && child.send(message as object, undefined, undefined, () => undefined)),
        kill: () => child.kill('SIGTERM'),
      }),
      // Electron forgets the number of a process that has ended.
      'pid',
      { get: () => (child.exitCode === null && child.signalCode === null ? child.pid : undefined) },
    );
    return double as unknown as Electron.UtilityProcess;
  },
} satisfies Pick<typeof Electron.utilityProcess, 'fork'>;
