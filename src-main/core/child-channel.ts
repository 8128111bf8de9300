/**
 * The child's end of the channel to its parent process: Electron's `process.parentPort` in a utility process, the IPC
 * channel of `fork` in Node. Messages are structured clones.
 *
 * A forked child ends itself when its parent has gone, because nobody needs its work. (Electron ends a utility
 * process.)
 */
export interface ParentChannel {
  send(message: unknown): void;
  /** Messages that arrive before the first listener are delivered to it: no transport starts reading before that. */
  onMessage(listener: (message: unknown) => void): void;
}

/** The used part of Electron's `process.parentPort`, typed here because the core does not import Electron. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** @throws Error when the process was started by hand and has no parent */
export function openParentChannel(): ParentChannel {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    };
  }
  if (typeof process.send !== 'function') throw new Error('this file runs as a child process with a message channel');
  process.once('disconnect', () => process.exit(0));
  return {
    // Writing to a dead parent fails; 'disconnect' follows and ends this process.
    send: (message) => process.connected && process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', listener),
  };
}
