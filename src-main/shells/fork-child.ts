import { fork } from 'node:child_process';
import type { Child, ChildExit, ChildOptions } from '../core/ports.ts';
import { keepErrorTail } from './error-tail.ts';

/** How long to wait for messages and error output that a dead process left in its pipes. */
const DRAIN_MS = 500;

/** A child process of plain Node: `fork` with structured-clone messages. */
export function forkChild(entryPath: string, options: ChildOptions): Child {
  const child = fork(entryPath, [...(options.args ?? [])], {
    serialization: 'advanced',
    // Only these flags: the parent's flags (a debugger's port, a test runner's loader) are not for its children.
    execArgv: [`--title=${options.title}`],
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    windowsHide: true,
  });
  const errorTail = keepErrorTail(child.stderr);
  const exitListeners: ((exit: ChildExit) => void)[] = [];
  const messageListeners: ((message: unknown) => void)[] = [];
  let ended = false;

  const end = (exit: ChildExit): void => {
    if (ended) return;
    ended = true;
    for (const listener of exitListeners) listener(exit);
  };

  child.on('message', (message) => {
    if (!ended) for (const listener of messageListeners) listener(message);
  });
  child.on('error', (error) => {
    // Without a process number it never ran, and no exit event follows.
    if (child.pid === undefined) end({ code: null, signal: null, errorTail: error.message });
  });
  child.on('exit', (code, signal) => {
    // The last messages may still be in the pipes; a grandchild could keep them open for ever.
    let open = Number(child.connected) + 1;
    const closed = (): void => {
      open -= 1;
      if (open > 0) return;
      clearTimeout(timer);
      end({ code, signal, errorTail: errorTail() });
    };
    const timer = setTimeout(() => end({ code, signal, errorTail: errorTail() }), DRAIN_MS);
    if (child.connected) child.once('disconnect', closed);
    child.once('close', closed);
  });

  return {
    processId: child.pid,
    // A process that has just died refuses the message; its exit event follows.
    send: (message) => void (child.connected && child.send(message as object, undefined, undefined, () => undefined)),
    onMessage: (listener) => void messageListeners.push(listener),
    onExit: (listener) => void exitListeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
