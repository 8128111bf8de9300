import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiErrorOf, type ApiError } from './api-error.ts';
import { EventStream, STALL_MS, type StreamLimits } from './event-stream.ts';
import type { BodyReader } from './read-body.ts';
import type { Ticket } from './request-list.ts';

/** The form in which a protocol tells an error. */
export type ErrorForm = (error: ApiError) => unknown;

const OPENAI_FORM: ErrorForm = (error) => error.toBody();

/** One request with its answer: the body, what ends it early, and the two ways to answer. */
export class Exchange {
  readonly ticket: Ticket;
  /** Aborted when the client has gone, the user stops the request, or the app ends. */
  readonly signal: AbortSignal;
  readonly stream: EventStream;
  /** Set by a protocol that tells errors in its own form. */
  errorForm: ErrorForm = OPENAI_FORM;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #bodies: BodyReader;
  readonly #stallMs: number;
  #release = (): void => undefined;

  constructor(
    [request, response]: readonly [IncomingMessage, ServerResponse],
    parts: { ticket: Ticket; bodies: BodyReader; limits: StreamLimits },
  ) {
    this.#request = request;
    this.#response = response;
    this.#bodies = parts.bodies;
    this.#stallMs = parts.limits.stallMs ?? STALL_MS;
    this.ticket = parts.ticket;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    if (response.destroyed) gone.abort();
    this.signal = AbortSignal.any([gone.signal, parts.ticket.signal]);
    this.stream = new EventStream(response, parts.limits);
  }

  /** Whether the client has gone before its answer was complete. */
  get isGone(): boolean {
    return this.#response.destroyed && !this.#response.writableFinished;
  }

  /** @throws ApiError as `BodyReader.read` */
  async body(): Promise<Readonly<Record<string, unknown>>> {
    const read = await this.#bodies.read(this.#request);
    this.#release = () => read.release();
    return read.body;
  }

  /** Call this when the endpoint has ended. */
  close(): void {
    this.#release();
  }

  answer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
    if (this.#response.headersSent || this.#response.destroyed) return;
    const text = JSON.stringify(value);
    // What is left of a body that was refused is not read.
    const close: Record<string, string> =
      this.#request.complete || !hasBody(this.#request) ? {} : { connection: 'close' };
    this.#response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      'cache-control': 'no-store',
      ...close,
      ...headers,
    });
    // A client that does not read loses its connection, so that no answers gather.
    this.#response.setTimeout(this.#stallMs, () => this.#response.destroy());
    this.#response.end(text);
  }

  /** Tells an error, in a frame when the stream is open. @returns the error in the terms of the API */
  fail(thrown: unknown): ApiError {
    const error = apiErrorOf(thrown);
    if (this.stream.isOpen) {
      const body = this.errorForm(error);
      this.stream.send(body, this.errorForm === OPENAI_FORM ? undefined : 'error');
      this.stream.end();
    } else {
      this.answer(error.status, this.errorForm(error), error.parts.headers);
    }
    return error;
  }
}

/** Whether something comes behind the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}
