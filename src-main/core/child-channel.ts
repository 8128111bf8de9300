/**
 * The child's end of the channel to the process that started it: Electron's `process.parentPort` in a utility process,
 * the IPC channel of `fork` under Node. Messages are structured clones both ways.
 *
 * A forked child whose parent is gone ends itself: work for nobody would go on otherwise. (A utility process is ended
 * by Electron.)
 */
export interface ParentChannel {
  send(message: unknown): void;
  /** Messages that arrive before the first listener are delivered to it: neither transport starts reading until then. */
  onMessage(listener: (message: unknown) => void): void;
}

/** The part of Electron's `process.parentPort` that is used; typed here because the core knows no Electron. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** @throws Error when the process was started by hand and has no parent to talk to. */
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
    // A parent that has just died makes the write fail; 'disconnect' follows and ends this process.
    send: (message) => process.connected && process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', listener),
  };
}
