/**
 * The bridge of the web shell: calls and events as JSON text frames over one WebSocket.
 *
 * Request `{id, call, input}`; answer `{id, result}`; event `{event, payload}`. A call made while the socket is down
 * waits for it; one that was under way when the socket fell answers `connection-lost`, since nobody knows whether
 * the core acted on it.
 */
import type { Bridge, CallInput, CallName, CallOutput, EventName, EventPayload, Result } from '#contract/contract';
import type { Connection } from './connection.ts';

const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 8000;
/** How long a call waits for a socket before it gives up; longer than a restart of the server takes. */
const WAIT_MS = 15_000;

interface Pending {
  readonly frame: string;
  sent: boolean;
  readonly settle: (result: Result<never>) => void;
}

type Listener = (payload: never) => void;

const LOST: Result<never> = {
  ok: false,
  error: { code: 'connection-lost', details: {}, message: 'The socket to the core is closed.' },
};

export class SocketBridge implements Bridge, Connection {
  readonly bridge: Bridge = this;
  readonly #url: string;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #statusListeners = new Set<(connected: boolean) => void>();
  #socket: WebSocket | null = null;
  #nextId = 1;
  #delayMs = FIRST_DELAY_MS;
  #connectedBefore = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(url: string) {
    this.#url = url;
    this.#open();
    addEventListener('online', this.#retryNow);
    document.addEventListener('visibilitychange', this.#retryNow);
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      const pending: Pending = {
        frame: JSON.stringify({ id, call: name, input }),
        sent: false,
        settle: (result) => {
          clearTimeout(timer);
          this.#pending.delete(id);
          resolve(result);
        },
      };
      const timer = setTimeout(() => {
        if (!pending.sent) pending.settle(LOST);
      }, WAIT_MS);
      this.#pending.set(id, pending);
      this.#flush();
    });
  }

  listen<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set<Listener>();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  pathOfFile(): null {
    return null;
  }

  onChange(listener: (connected: boolean) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
    removeEventListener('online', this.#retryNow);
    document.removeEventListener('visibilitychange', this.#retryNow);
    this.#socket?.close();
    for (const pending of [...this.#pending.values()]) pending.settle(LOST);
  }

  #open(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#delayMs = FIRST_DELAY_MS;
      this.#flush();
      if (this.#connectedBefore) this.#tell(true);
      this.#connectedBefore = true;
    });
    socket.addEventListener('message', (message) => {
      if (typeof message.data === 'string') this.#receive(message.data);
    });
    socket.addEventListener('close', () => {
      this.#fall(socket);
    });
  }

  #fall(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    for (const pending of [...this.#pending.values()]) if (pending.sent) pending.settle(LOST);
    if (this.#disposed) return;
    this.#tell(false);
    this.#retry = setTimeout(() => {
      this.#open();
    }, this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
  }

  /** A waking computer or a tab that is looked at again does not sit out the delay. */
  readonly #retryNow = (): void => {
    if (this.#disposed || this.#socket || document.visibilityState === 'hidden') return;
    clearTimeout(this.#retry);
    this.#open();
  };

  #flush(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    for (const pending of this.#pending.values()) {
      if (pending.sent) continue;
      pending.sent = true;
      this.#socket.send(pending.frame);
    }
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as { id?: number; result?: Result<never>; event?: string; payload?: never };
    if (frame.id !== undefined && frame.result) this.#pending.get(frame.id)?.settle(frame.result);
    if (frame.event === undefined) return;
    for (const listener of this.#listeners.get(frame.event) ?? []) listener(frame.payload as never);
  }

  #tell(connected: boolean): void {
    for (const listener of this.#statusListeners) listener(connected);
  }
}
