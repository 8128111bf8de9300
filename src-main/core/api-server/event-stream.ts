import type { ServerResponse } from 'node:http';

/**
 * Shorter than the time after which proxies and clients give up. One line break only: some clients take `: x` with an
 * empty line behind it for an event without data.
 */
const PING_MS = 10_000;
const PING = ': ping\n';
/** What may wait for a reader that does not read; an answer without probabilities is far smaller. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
export const STALL_MS = 60_000;
/** A model that is in memory has told whether a prompt fits long before. */
const OPEN_MS = 15_000;

export interface StreamLimits {
  readonly pingMs?: number;
  readonly stallMs?: number;
  readonly openMs?: number;
}

/**
 * Server-sent events to one client. A client that does not read loses its connection, so that nothing grows.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #limits: StreamLimits;
  #ping: NodeJS.Timeout | undefined;
  #stall: NodeJS.Timeout | undefined;
  #opening: NodeJS.Timeout | undefined;
  #isOpen = false;

  constructor(response: ServerResponse, limits: StreamLimits = {}) {
    this.#response = response;
    this.#limits = limits;
    response.once('close', () => this.#rest());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Sends the headers in a while, if nothing has by then: clients and proxies give up where none come. A refusal after
   * that is told in a frame.
   */
  openLater(): void {
    this.#opening = setTimeout(() => this.open(), this.#limits.openMs ?? OPEN_MS);
    this.#opening.unref();
  }

  /** Sends the headers. Calling it again does nothing. */
  open(): void {
    clearTimeout(this.#opening);
    if (this.#isOpen || this.#response.destroyed || this.#response.headersSent) return;
    this.#isOpen = true;
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#response.flushHeaders();
    this.#ping = setInterval(() => {
      if (!this.#response.writableNeedDrain) this.#write(PING);
    }, this.#limits.pingMs ?? PING_MS);
    this.#response.on('drain', () => {
      clearTimeout(this.#stall);
      this.#stall = undefined;
    });
  }

  /** @param name - the event's name, for clients that want one */
  send(value: unknown, name?: string): void {
    this.open();
    this.#write(`${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(value)}\n\n`);
  }

  /** @param last - the data of a last event that is no JSON */
  end(last?: string): void {
    this.#rest();
    if (this.#response.destroyed) return;
    this.#watchStall(this.#response.end(last === undefined ? '' : `data: ${last}\n\n`).writableLength === 0);
  }

  #write(text: string): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    const isTaken = response.write(text);
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    else this.#watchStall(isTaken);
  }

  #watchStall(isTaken: boolean): void {
    if (isTaken || this.#stall !== undefined) return;
    this.#stall = setTimeout(() => this.#response.destroy(), this.#limits.stallMs ?? STALL_MS);
    this.#stall.unref();
  }

  #rest(): void {
    clearTimeout(this.#opening);
    clearInterval(this.#ping);
    clearTimeout(this.#stall);
    this.#stall = undefined;
  }
}
