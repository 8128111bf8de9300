/**
 * The local API: an HTTP server on the loopback for other programs of this computer, off until the user switches it
 * on. It answers with the models of the library, and keeps nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApiStatus } from '#contract/api';
import { SarviError } from '#contract/errors';
import type { Settings } from '#contract/settings';
import type { Log } from '../ports.ts';
import { admit, clientOf } from './admit.ts';
import { ApiError, apiErrorOf } from './api-error.ts';
import { ApiKey } from './api-key.ts';
import type { StreamLimits } from './event-stream.ts';
import { Exchange, hasBody } from './exchange.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { logFacts } from './log-facts.ts';
import { BodyReader } from './read-body.ts';
import { RequestList } from './request-list.ts';
import { Strangers } from './strangers.ts';

/** Answers one request, or throws. */
export type Endpoint = (exchange: Exchange, path: string) => Promise<void>;

/** By method and path: `POST /v1/models`. A path that ends in `/*` stands for every path below it. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

export interface ApiServerParts {
  readonly dataFolder: string;
  readonly settings: () => Pick<Settings, 'apiOn' | 'apiPort' | 'apiOrigins'>;
  readonly endpoints: Endpoints;
  readonly log: Log;
  readonly now: () => number;
  readonly onChange: (status: ApiStatus) => void;
  readonly limits?: StreamLimits & { readonly bodyMs?: number; readonly headersMs?: number };
}

/** A program keeps few connections; strangers who open many must not exhaust the app. */
const MOST_CONNECTIONS = 256;
const HEADERS_MS = 10_000;
const KEEP_ALIVE_MS = 75_000;
/** How much of a body is thrown away after its request was refused, so that the client reads the refusal. */
const CLOSING_MS = 1000;

/** The servers of both loopback addresses, while they listen. */
interface Listening {
  readonly servers: readonly [Server, Server];
  readonly port: number;
  readonly wantedPort: number;
}

export class ApiServer {
  readonly #parts: ApiServerParts;
  readonly #key: ApiKey;
  readonly #requests: RequestList;
  readonly #bodies: BodyReader;
  readonly #strangers = new Strangers();
  #listening: Listening | null = null;
  #error: SarviError | null = null;
  #isDisposed = false;
  /** Listens here whatever the settings say. */
  #servedPort: number | null = null;
  /** Changes come one after the other. */
  #changing: Promise<void>;

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
    this.#key = new ApiKey(parts.dataFolder);
    this.#requests = new RequestList({ ...parts, onChange: () => this.#tell() });
    this.#bodies = new BodyReader(parts.limits?.bodyMs);
    this.#changing = this.#key.load();
  }

  get status(): ApiStatus {
    const { apiPort } = this.#wanted;
    return {
      state: this.#listening ? 'listening' : this.#error ? 'failed' : 'off',
      error: this.#error?.toReport() ?? null,
      port: this.#listening?.port ?? apiPort,
      hasKey: this.#key.exists,
      requests: this.#requests.requests,
      log: this.#requests.log,
    };
  }

  /** Listens or stops as the settings say; why it cannot listen is in the status. */
  follow(): Promise<void> {
    this.#changing = this.#changing.then(() => this.#follow());
    return this.#changing;
  }

  /**
   * Listens whatever the settings say, until the app ends.
   *
   * @returns the port. @throws SarviError `port-unavailable`, `api-key-missing`
   */
  async serve(port: number): Promise<number> {
    this.#servedPort = port;
    await this.follow();
    if (!this.#listening) throw this.#error ?? new SarviError('internal');
    return this.#listening.port;
  }

  /** Makes a new key; what runs with the old one is ended. @throws SarviError `write-failed` and the like */
  async renewKey(): Promise<string> {
    await this.#changing;
    const key = await this.#key.renew();
    this.#requests.stopAll();
    await this.follow();
    this.#tell();
    return key;
  }

  async hasKey(): Promise<boolean> {
    await this.#changing;
    return this.#key.exists;
  }

  stop(requestId: string): void {
    this.#requests.stop(requestId);
  }

  /** Forgets the key and the log, and stops listening. */
  async forget(): Promise<void> {
    await this.#changing;
    await this.#key.remove();
    this.#requests.forget();
    await this.follow();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.follow();
  }

  get #wanted(): Pick<Settings, 'apiOn' | 'apiPort'> {
    return this.#servedPort === null ? this.#parts.settings() : { apiOn: true, apiPort: this.#servedPort };
  }

  async #follow(): Promise<void> {
    const { apiOn, apiPort } = this.#wanted;
    const isWanted = apiOn && !this.#isDisposed;
    const isRight = this.#listening?.wantedPort === apiPort && this.#key.exists;
    if (isWanted && isRight) return;
    await this.#close();
    this.#error = null;
    if (isWanted) await this.#open(apiPort);
    this.#tell();
  }

  async #open(wantedPort: number): Promise<void> {
    try {
      if (!this.#key.exists) throw new SarviError('api-key-missing');
      const servers = [this.#createServer(), this.#createServer()] as const;
      const port = await listenOnLoopback(...servers, wantedPort);
      this.#listening = { servers, port, wantedPort };
      this.#parts.log.info('the API listens', { port });
    } catch (error) {
      this.#error = SarviError.from(error);
      this.#parts.log.warn('the API does not listen', { code: this.#error.code, ...this.#error.details });
    }
  }

  async #close(): Promise<void> {
    const listening = this.#listening;
    if (!listening) return;
    this.#listening = null;
    this.#requests.stopAll();
    const closed = listening.servers.map((server) => new Promise((resolve) => server.close(resolve)));
    // The answers that were stopped say so in their last frame.
    const timer = setTimeout(() => {
      for (const server of listening.servers) server.closeAllConnections();
    }, CLOSING_MS);
    for (const server of listening.servers) server.closeIdleConnections();
    await Promise.all(closed);
    clearTimeout(timer);
    this.#parts.log.info('the API has stopped listening');
  }

  #createServer(): Server {
    const headersTimeout = this.#parts.limits?.headersMs ?? HEADERS_MS;
    const server = createServer({
      headersTimeout,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // The body has a timer of its own, and an answer may take hours.
      requestTimeout: 0,
      connectionsCheckingInterval: headersTimeout / 5,
    });
    server.maxConnections = MOST_CONNECTIONS;
    server.on('connection', (socket) => this.#strangers.add(socket));
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      void this.#answer(request, response);
    });
    // There is no `upgrade` listener: a client that offers h2c is answered in HTTP/1.1, as RFC 9110 allows.
    server.on('clientError', (_error, connection) => connection.destroy());
    return server;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff');
    const { apiOrigins: origins } = this.#parts.settings();
    const port = this.#listening?.port ?? 0;
    let path: string;
    try {
      const admitted = admit(request, { port, origins, key: this.#key });
      for (const [name, value] of Object.entries(admitted.headers)) response.setHeader(name, value);
      if (admitted.isPreflight) {
        // A body of it would be read without end.
        response.writeHead(204, hasBody(request) ? { connection: 'close' } : {}).end();
        return;
      }
      path = admitted.path;
      this.#strangers.leave(request.socket);
    } catch (error) {
      this.#refuse(request, response, apiErrorOf(error));
      return;
    }
    await this.#serve(request, response, path);
  }

  async #serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const endpoint = endpointOf(this.#parts.endpoints, method, path);
    const ticket = this.#requests.begin(clientOf(request), endpoint?.name ?? 'unknown');
    response.setHeader('x-request-id', ticket.id);
    const parts = { ticket, bodies: this.#bodies, limits: this.#parts.limits ?? {} };
    const exchange = new Exchange([request, response], parts);
    let failure: ApiError | null = null;
    try {
      if (!endpoint) throw unknownPath(this.#parts.endpoints, method, path);
      await endpoint.answer(exchange, path);
    } catch (thrown) {
      if (!exchange.isGone) failure = exchange.fail(thrown);
      if (failure?.status === 500) this.#parts.log.error('the API failed', logFacts(failure.cause));
    } finally {
      exchange.close();
    }
    const status = exchange.isGone ? 499 : (failure?.status ?? 200);
    ticket.end(status, failure?.parts.code ?? failure?.parts.type ?? null);
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: ApiError): void {
    const text = JSON.stringify(error.toBody());
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
    response.writeHead(error.status, { ...headers, connection: 'close', ...error.parts.headers });
    response.end(text);
    request.resume();
  }

  #tell(): void {
    this.#parts.onChange(this.status);
  }
}

/** Clients whose base address lacks `/v1`, or has it twice, ask for the same. */
function endpointOf(
  endpoints: Endpoints,
  method: string,
  path: string,
): { readonly name: string; readonly answer: Endpoint } | null {
  for (const known of [path, `/v1${path}`, path.replace(/^\/v1(?=\/)/, '')]) {
    const below = `${known.slice(0, known.lastIndexOf('/'))}/*`;
    for (const name of [known, below]) {
      const key = `${method} ${name}`;
      const answer = Object.hasOwn(endpoints, key) ? endpoints[key] : undefined;
      if (answer) return { name: name.slice(1), answer };
    }
  }
  return null;
}

function unknownPath(endpoints: Endpoints, method: string, path: string): ApiError {
  const allowed = ['GET', 'POST'].filter((other) => other !== method && endpointOf(endpoints, other, path) !== null);
  if (allowed.length > 0) {
    const headers = { allow: allowed.join(', ') };
    const message = `Use ${headers.allow} here.`;
    return new ApiError({ status: 405, type: 'invalid_request_error', message, headers });
  }
  return new ApiError({ status: 404, type: 'not_found_error', message: 'There is nothing at this path.' });
}
