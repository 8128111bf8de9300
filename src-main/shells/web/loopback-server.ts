/** The web shell's server: the renderer's files and the bridge, on 127.0.0.1 only, for one browser only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { SarviError } from '#contract/errors';
import type { App } from '../../core/app.ts';
import type { Log } from '../../core/ports.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { securityHeaders } from '../security-headers.ts';
import { MAX_FRAME_BYTES, serveBridge } from './bridge-socket.ts';
import { peerUser } from './peer-user.ts';
import { refusalPage } from './refusal-page.ts';
import { WebSession } from './session.ts';

export interface LoopbackServer {
  readonly port: number;
  /** With the one-time token. */
  readonly entryUrl: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

export interface LoopbackServerOptions {
  readonly app: Pick<App, 'call' | 'listen'>;
  readonly files: RendererFiles;
  readonly log: Log;
  /** 0: any free one. */
  readonly port: number;
  /** Whose process a connection comes from; null where nobody can tell. Replaced by tests. */
  readonly userOf?: (connection: Socket) => number | null;
}

/** @throws SarviError `port-unavailable` */
export async function openLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const server = createServer();
  const port = await listen(server, options.port);
  const session = new WebSession(port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  server.on('request', (request, response) => {
    answer(request, response, session, options).catch((error: unknown) => {
      options.log.error('a file could not be served', { error });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy());
    const refusal = refusalOfUpgrade(request, session);
    if (refusal !== null) {
      options.log.warn('a bridge was refused', { refusal });
      connection.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => serveBridge(socket, options.app, options.log));
  });

  return {
    port,
    entryUrl: session.entryUrl ?? session.origin,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  session: WebSession,
  { files, userOf = peerOf }: LoopbackServerOptions,
): Promise<void> {
  const headers = securityHeaders(`'self' ws://127.0.0.1:${request.socket.localPort ?? 0}`);
  const send = (status: number, body: string | Buffer, more: Record<string, string>): void => {
    response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)), ...more });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const refuse = (status: number, why: Parameters<typeof refusalPage>[0]): void =>
    send(status, refusalPage(why), { 'content-type': 'text/html; charset=utf-8' });

  if (!session.isOwnHost(request.headers) || !session.isOwnOrigin(request.headers, true)) return refuse(403, 'foreign');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, '', { allow: 'GET, HEAD' });

  // Not `new URL(request.url)`: it would tidy `/../` away, and only exact paths are served.
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const token = path === '/' ? new URLSearchParams(query).get('token') : null;
  if (token !== null) {
    // A tab that is opened again with the old address, in the browser that is already in, goes on.
    if (session.hasCookie(request.headers)) return send(303, '', { location: '/' });
    // Another user of the machine may have read it in the browser's arguments.
    if (!isOwnUser(userOf(request.socket))) return refuse(403, 'foreign');
    // A link preview asks with HEAD; it must not use the token up.
    const cookie = request.method === 'GET' ? session.exchange(token) : null;
    return cookie === null ? refuse(403, 'token') : send(303, '', { location: '/', 'set-cookie': cookie });
  }
  if (!session.hasCookie(request.headers)) return refuse(403, 'no-cookie');

  const file = await files.read(path);
  if (file === null) return refuse(404, 'missing');
  send(200, file.body, { 'content-type': file.contentType });
}

function peerOf({ localPort, remotePort }: Socket): number | null {
  return peerUser(localPort, remotePort);
}

/** Relays, as those of virtual machines, run as the administrator, who may do all anyway. */
function isOwnUser(user: number | null): boolean {
  return user === null || user === 0 || user === process.getuid?.();
}

/** The status line of a refusal, or null when the bridge may open. */
function refusalOfUpgrade(request: IncomingMessage, session: WebSession): string | null {
  if (!session.isOwnHost(request.headers) || !session.isOwnOrigin(request.headers, false)) return '403 Forbidden';
  if (!session.hasCookie(request.headers)) return '403 Forbidden';
  return request.url === '/bridge' ? null : '404 Not Found';
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(new SarviError('port-unavailable', { port, reason: error.code ?? error.message }, { cause: error }));
    server.once('error', fail);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
