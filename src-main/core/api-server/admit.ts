/**
 * Who may ask: a page that a browser shows can reach every loopback port, and any name can be made to resolve to it
 * (DNS rebinding), so Host and Origin are checked before the key, and the key before the path.
 */
import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';
import type { ApiKey } from './api-key.ts';

export interface Doorkeeping {
  readonly port: number;
  readonly origins: readonly string[];
  readonly key: Pick<ApiKey, 'matches'>;
}

/** The path, with double slashes made single: some clients join addresses carelessly. */
export interface Admitted {
  readonly path: string;
  /** Headers that every answer to this request has. */
  readonly headers: Readonly<Record<string, string>>;
  /** A browser asks whether the page may ask; there is nothing else to answer. */
  readonly isPreflight: boolean;
}

/** Names of this machine's loopback, as they stand in a Host header. */
const NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~, -]{0,2000}$/;
const MOST_PATH_LENGTH = 2000;

/** @throws ApiError 400, 401, 403 */
export function admit(request: IncomingMessage, { port, origins, key }: Doorkeeping): Admitted {
  requireHost(request, port);
  const { origin } = request.headers;
  if (origin !== undefined && (valuesOf(request, 'origin').length !== 1 || !origins.includes(origin))) {
    throw forbidden('This origin may not use the API. Add it in the settings of Sarvi if you trust the page.');
  }
  const path = pathOf(request.url ?? '');
  const headers = origin === undefined ? {} : corsHeaders(origin, request);
  const isPreflight = request.method === 'OPTIONS' && origin !== undefined;
  if (!isPreflight) requireKey(request, key);
  return { path, headers, isPreflight };
}

/** The program's name for itself, without what could forge a line of a log. */
export function clientOf({ headers }: IncomingMessage): string {
  return (headers['user-agent'] ?? '').replace(/[^\w ./();:+-]/g, '').slice(0, 80);
}

function requireHost(request: IncomingMessage, port: number): void {
  const [host, ...others] = valuesOf(request, 'host');
  const isOwn = host !== undefined && NAMES.some((name) => host.toLowerCase() === `${name}:${port}`);
  if (!isOwn || others.length > 0) throw forbidden('The Host header does not name this server.');
}

function requireKey({ headers }: IncomingMessage, key: Pick<ApiKey, 'matches'>): void {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const other = headers['x-api-key'];
  const given = bearer ?? (typeof other === 'string' ? other : undefined);
  if (given !== undefined && key.matches(given)) return;
  const message = given === undefined ? 'A key is required, as Bearer or x-api-key.' : 'The key is wrong.';
  throw new ApiError({
    status: 401,
    type: 'authentication_error',
    code: 'invalid_api_key',
    message: `${message} The settings of Sarvi make one.`,
    headers: { 'www-authenticate': 'Bearer' },
  });
}

/** Not `new URL`, which would resolve `/../`: only exact paths are served. */
function pathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  if (!path.startsWith('/') || path.length > MOST_PATH_LENGTH) {
    throw new ApiError({ status: 400, type: 'invalid_request_error', message: 'The path is none.' });
  }
  const single = path.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

function corsHeaders(origin: string, { headers }: IncomingMessage): Record<string, string> {
  const wanted = headers['access-control-request-headers'] ?? '';
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': HEADER_NAMES.test(wanted) ? wanted : '',
    'access-control-expose-headers': 'x-request-id, retry-after',
    'access-control-max-age': '600',
    vary: 'Origin',
  };
}

/** Node keeps the first of several Host headers; here every one counts. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

function forbidden(message: string): ApiError {
  return new ApiError({ status: 403, type: 'permission_error', message });
}
