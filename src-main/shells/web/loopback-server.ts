/**
 * The web shell's server on one port of 127.0.0.1: the renderer's files for any page, the bridge only for Sarvi's own.
 */
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
import { Challenges } from './challenges.ts';
import type { PageKeys } from './page-keys.ts';
import { peerUser } from './peer-user.ts';
import { refusalPage } from './refusal-page.ts';

export interface LoopbackServer {
  readonly port: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

export interface LoopbackServerOptions {
  readonly app: Pick<App, 'call' | 'listen'>;
  readonly files: RendererFiles;
  readonly log: Log;
  readonly keys: PageKeys;
  /** 0 for any free port. */
  readonly port: number;
  /** The user whose process opened a connection; null when unknown. Tests replace it. */
  readonly userOf?: (connection: Socket) => number | 'nobody' | null;
}

/** @throws SarviError `port-unavailable` */
export async function openLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const { app, log, userOf = peerOf } = options;
  const server = createServer();
  // Added before it listens, so that no connection is missed.
  server.on('connection', (connection) => {
    if (isOwnUser(userOf(connection))) return;
    log.warn('a connection of another user was refused');
    connection.destroy();
  });
  const port = await listen(server, options.port);
  const challenges = new Challenges(options.keys, port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  server.on('request', (request, response) => {
    answer(request, response, port, challenges, options).catch((error: unknown) => {
      log.error('a file could not be served', { error });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy());
    const opening = openingOf(request, port, challenges);
    if ('refusal' in opening) {
      log.warn('a bridge was refused', opening);
      const text = `HTTP/1.1 ${opening.refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
      // Otherwise the other end could keep the connection half open.
      connection.end(text, () => connection.destroy());
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      socket.once('close', () => options.keys.leave(opening.pageId));
      socket.send(JSON.stringify({ proof: opening.proof }));
      serveBridge(socket, app, log);
    });
  });

  return {
    port,
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
  port: number,
  challenges: Challenges,
  { files }: LoopbackServerOptions,
): Promise<void> {
  const headers = securityHeaders(`'self' ws://127.0.0.1:${port}`, files.hotReloadUrl);
  const send = (status: number, body: string | Buffer, more: Record<string, string>): void => {
    response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)), ...more });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const refuse = (status: number, why: Parameters<typeof refusalPage>[0]): void =>
    send(status, refusalPage(why), { 'content-type': 'text/html; charset=utf-8' });

  if (!isOwnHost(request, port) || !isOwnOrigin(request, port, true)) return refuse(403, 'foreign');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, '', { allow: 'GET, HEAD' });

  // Not `new URL(request.url)`, which would resolve `/../`: only exact paths are served.
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  if (path === '/challenge') {
    const asked = new URLSearchParams(query);
    const challenge = challenges.give(asked.get('key') ?? '', asked.get('nonce') ?? '');
    return send(challenge === null ? 404 : 200, JSON.stringify(challenge), { 'content-type': 'application/json' });
  }
  const file = await files.read(path, query);
  if (file === null) return refuse(404, 'missing');
  send(200, file.body, { 'content-type': file.contentType });
}

/** The first frame of the socket, or the status line of a refusal. */
function openingOf(
  request: IncomingMessage,
  port: number,
  challenges: Challenges,
): { readonly pageId: string; readonly proof: string } | { readonly refusal: string } {
  if (!isOwnHost(request, port) || !isOwnOrigin(request, port, false)) return { refusal: '403 Forbidden' };
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  if (path !== '/bridge') return { refusal: '404 Not Found' };
  const given = new URLSearchParams(query);
  return challenges.admit(given.get('nonce') ?? '', given.get('proof') ?? '') ?? { refusal: '403 Forbidden' };
}

/** Any name can be made to resolve to 127.0.0.1 (DNS rebinding), which would make a stranger's page same-origin. */
function isOwnHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}`;
}

/** Browsers apply no same-origin rule to WebSockets, so for them the header is required. */
function isOwnOrigin({ headers }: IncomingMessage, port: number, whenAbsent: boolean): boolean {
  return headers.origin === undefined ? whenAbsent : headers.origin === `http://127.0.0.1:${port}`;
}

function peerOf({ localAddress, localPort, remoteAddress, remotePort }: Socket): number | 'nobody' | null {
  // A connection that was reset has no other end.
  if (!localAddress || !localPort || !remoteAddress || !remotePort) return 'nobody';
  return peerUser({ address: localAddress, port: localPort, peerAddress: remoteAddress, peerPort: remotePort });
}

/** Relays, such as those of virtual machines, run as the administrator, who has access anyway. */
function isOwnUser(user: number | 'nobody' | null): boolean {
  return user === null || user === 0 || user === process.getuid?.();
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
