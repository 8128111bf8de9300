import { utilityProcess } from 'electron';
import type { Readable } from 'node:stream';
import type { Child, ChildExit, ChildOptions } from '../../core/ports.ts';
import { keepErrorTail } from '../error-tail.ts';

/** How long to wait for error output that a dead process left in its pipe. */
const DRAIN_MS = 500;

/** A child process of Electron that runs Node without the `runAsNode` fuse. */
export function forkUtility(entryPath: string, options: ChildOptions): Child {
  const child = utilityProcess.fork(entryPath, [...(options.args ?? [])], {
    serviceName: options.title,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stream = child.stderr as Readable | null;
  const errorTail = keepErrorTail(stream);
  const messageListeners: ((message: unknown) => void)[] = [];
  const exitListeners: ((exit: ChildExit) => void)[] = [];
  let ended = false;

  child.on('message', (message: unknown) => {
    if (!ended) for (const listener of messageListeners) listener(message);
  });
  child.on('exit', (code) => {
    const end = (): void => {
      if (ended) return;
      ended = true;
      for (const listener of exitListeners) listener({ code, signal: null, errorTail: errorTail() });
    };
    if (stream === null || stream.readableEnded) return end();
    stream.once('end', end);
    setTimeout(end, DRAIN_MS);
  });

  return {
    // The number is known once the process has started.
    get processId() {
      return child.pid;
    },
    send: (message) => void (ended || child.postMessage(message)),
    onMessage: (listener) => void messageListeners.push(listener),
    onExit: (listener) => void exitListeners.push(listener),
    kill: () => {
      try {
        // `child.kill()` sends SIGTERM, which a process in native code does not handle.
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        else child.kill();
      } catch {
        // The process has ended already.
      }
    },
  };
}
