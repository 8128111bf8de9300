/**
 * The bridge of the web shell: calls and events as JSON text frames over one WebSocket.
 *
 * Request `{id, call, input}`; answer `{id, result}`; event `{event, payload}`. A call made while the socket is down
 * waits for it; one that was under way when the socket fell answers `connection-lost`, since nobody knows whether
 * the core acted on it. The first frame is the server's proof; nothing is sent before it has been checked.
 */
import type { Bridge, CallInput, CallName, CallResult, EventName, EventPayload, Result } from '#contract/contract';
import type { Connection, ConnectionState } from './connection.ts';
import { NotAdmitted, type Admission } from './page-access.ts';

const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 8000;
/** How long a call waits for a socket; longer than a restart of the server takes. */
const WAIT_MS = 15_000;

interface Pending {
  readonly frame: string;
  sent: boolean;
  readonly settle: (result: Result<unknown>) => void;
}

type Listener = (payload: never) => void;

const LOST: Result<never> = {
  ok: false,
  error: { code: 'connection-lost', details: {}, message: 'The socket to the core is closed.' },
};

export class SocketBridge implements Bridge, Connection {
  readonly bridge: Bridge = this;
  readonly #access: { request(): Promise<Admission> };
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  /** Also null while access is being requested. */
  #socket: WebSocket | null = null;
  #state: ConnectionState | 'knocking' = 'knocking';
  readonly #waiting: (() => void)[] = [];
  #nextId = 1;
  #delayMs = FIRST_DELAY_MS;
  /** The first connection is reported only if it had failed before. */
  #told = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(access: { request(): Promise<Admission> }) {
    this.#access = access;
    void this.#open();
    addEventListener('online', this.#retryNow);
    document.addEventListener('visibilitychange', this.#retryNow);
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      const pending: Pending = {
        frame: JSON.stringify({ id, call: name, input }),
        sent: false,
        settle: (result) => {
          clearTimeout(timer);
          this.#pending.delete(id);
          resolve(result as CallResult<Name>);
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

  onChange(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Resolves as soon as the socket to Sarvi is open. */
  standing(): Promise<void> {
    if (this.#state === 'standing') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  dispose(state: 'lost' | 'refused' = 'lost'): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
    removeEventListener('online', this.#retryNow);
    document.removeEventListener('visibilitychange', this.#retryNow);
    const socket = this.#socket;
    this.#fall(state);
    socket?.close();
    for (const pending of [...this.#pending.values()]) pending.settle(LOST);
  }

  async #open(): Promise<void> {
    this.#state = 'knocking';
    let admission: Admission;
    try {
      admission = await this.#access.request();
    } catch (error) {
      this.#fall(error instanceof NotAdmitted ? 'refused' : 'lost');
      return;
    }
    if (this.#disposed) return;
    const socket = new WebSocket(admission.url);
    this.#socket = socket;
    let admitted: Promise<boolean> | null = null;
    socket.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') return;
      if (this.#state === 'standing') this.#receive(data);
      else if (admitted) void admitted.then((isSarvi) => isSarvi && this.#receive(data));
      else admitted = admission.admits(data).then((isSarvi) => this.#stand(socket, isSarvi));
    });
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#fall('lost');
    });
  }

  #stand(socket: WebSocket, isSarvi: boolean): boolean {
    if (!isSarvi) socket.close();
    if (!isSarvi || this.#socket !== socket) return false;
    this.#delayMs = FIRST_DELAY_MS;
    this.#state = 'standing';
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.#flush();
    if (this.#told) this.#tell('standing');
    this.#told = true;
    return true;
  }

  #fall(state: 'lost' | 'refused'): void {
    this.#socket = null;
    this.#state = state;
    for (const pending of [...this.#pending.values()]) if (pending.sent) pending.settle(LOST);
    this.#told = true;
    this.#tell(state);
    if (this.#disposed) return;
    this.#retry = setTimeout(() => void this.#open(), this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
  }

  /** A computer that wakes, or a tab that becomes visible, does not wait for the delay. */
  readonly #retryNow = (): void => {
    const isAtIt = this.#state === 'standing' || this.#state === 'knocking';
    if (this.#disposed || isAtIt || document.visibilityState === 'hidden') return;
    clearTimeout(this.#retry);
    void this.#open();
  };

  #flush(): void {
    if (this.#state !== 'standing' || this.#socket?.readyState !== WebSocket.OPEN) return;
    for (const pending of this.#pending.values()) {
      if (pending.sent) continue;
      pending.sent = true;
      this.#socket.send(pending.frame);
    }
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as { id?: number; result?: Result<unknown>; event?: string; payload?: never };
    if (frame.id !== undefined && frame.result) this.#pending.get(frame.id)?.settle(frame.result);
    if (frame.event === undefined) return;
    for (const listener of this.#listeners.get(frame.event) ?? []) listener(frame.payload as never);
  }

  #tell(state: ConnectionState): void {
    for (const listener of this.#stateListeners) listener(state);
  }
}
