/**
 * The only way out of Sarvi: one request to one remote engine. It follows no redirects, repeats nothing, takes no
 * compressed answers, and sends the key to its own origin alone. Every request has a connection of its own, so that a
 * server that has closed an idle one costs no repetition.
 */
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { RemoteAddress } from './remote-address.ts';
import { trustedCertificates } from './trusted-certificates.ts';
import { connectionFailure, statusFailure, unexpected } from './remote-failure.ts';

/** Long enough for a mobile network; a server that reads a long prompt has taken the connection by then. */
const CONNECT_MS = 10_000;
/** The longest answer that is no stream. */
const MOST_BODY_BYTES = 8 * 1024 * 1024;
const MOST_REFUSAL_BYTES = 64 * 1024;

export interface Connection {
  readonly address: RemoteAddress;
  /** Null without one. */
  readonly key: string | null;
  /** Certificates to trust besides the usual ones, in PEM form. */
  readonly ca: string | null;
  /** `HTTP_PROXY` and the like; null goes straight there. */
  readonly proxy: Readonly<Record<string, string>> | null;
  readonly limits?: Partial<RemoteLimits>;
}

export interface RemoteLimits {
  readonly connectMs: number;
  /** How long a server may send nothing at all. */
  readonly silenceMs: number;
}

export interface RemoteCall {
  readonly path: string;
  /** Sent as JSON by POST; without it the call is a GET. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Of the whole answer or, for a stream, of every silence in it. */
  readonly silenceMs: number;
  /** The longest answer that is no stream; 8 MB by default. */
  readonly mostBytes?: number;
}

/** The answer's beginning. The caller reads it to its end, or destroys it. @throws SarviError as `REMOTE_ERRORS` */
export async function open(connection: Connection, call: RemoteCall): Promise<IncomingMessage> {
  const { host } = connection.address;
  const response = await answerTo(connection, call);
  const { statusCode = 0, headers } = response;
  if (statusCode < 200 || statusCode > 299) {
    const endTime = within(response, host, call.silenceMs);
    const words = await readText(response, MOST_REFUSAL_BYTES, host).catch(() => '');
    endTime();
    throw statusFailure(host, statusCode, withoutKey(wordsOf(words), connection.key), headers);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.destroy();
    throw unexpected(host, because('answers-compressed'));
  }
  return response;
}

/** A whole answer as JSON. @throws SarviError as `REMOTE_ERRORS` */
export async function askJson(connection: Connection, call: RemoteCall): Promise<unknown> {
  const { host } = connection.address;
  const response = await open(connection, call);
  const endTime = within(response, host, call.silenceMs);
  return readJson(response, host, call.mostBytes).finally(endTime);
}

/** A server that sends a byte now and then is never silent. @returns takes the limit away */
function within(response: IncomingMessage, host: string, ms: number): () => void {
  const timer = setTimeout(() => response.destroy(silent(host, ms)), ms);
  return () => clearTimeout(timer);
}

export async function readJson(response: IncomingMessage, host: string, mostBytes = MOST_BODY_BYTES): Promise<unknown> {
  const text = await readText(response, mostBytes, host);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unexpected(host, because(isPage(response, text) ? 'answers-a-web-page' : 'answers-no-json'));
  }
}

/** Whether an answer is a page for people and not for programs. */
export function isPage({ headers }: IncomingMessage, text = ''): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(text);
}

/** A server may repeat the key in its words. */
export function withoutKey(text: string, key: string | null): string {
  return key === null ? text : text.replaceAll(key, '…');
}

function answerTo(connection: Connection, { path, body, signal, silenceMs }: RemoteCall): Promise<IncomingMessage> {
  const { address, key, limits } = connection;
  const { host } = address;
  const sent = body === undefined ? null : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    let begun = false;
    const connectMs = limits?.connectMs ?? CONNECT_MS;
    const outgoing = begin(connection, path, {
      method: sent === null ? 'GET' : 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'accept-encoding': 'identity',
        'user-agent': 'Sarvi',
        ...(sent === null ? {} : { 'content-type': 'application/json', 'content-length': sent.length }),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(signal ? { signal } : {}),
    });
    const connecting = setTimeout(() => {
      const reason = because('connecting-took-too-long', { seconds: Math.ceil(connectMs / 1000) });
      outgoing.destroy(new SarviError('remote-unreachable', { host, reason }));
    }, connectMs);
    const connected = address.origin.startsWith('https:') ? 'secureConnect' : 'connect';
    outgoing.on('socket', (socket) => socket.once(connected, () => clearTimeout(connecting)));
    // A proxy answers for the server before the socket is its own.
    outgoing.on('finish', () => clearTimeout(connecting));
    // Not a limit of silence: headers may come byte by byte, and preliminary answers without end.
    const beginning = setTimeout(() => outgoing.destroy(silent(host, silenceMs)), silenceMs);
    outgoing.on('close', () => clearTimeout(beginning));
    outgoing.on('error', (error) => {
      clearTimeout(connecting);
      reject(signal?.aborted ? new SarviError('cancelled') : connectionFailure(error, host, begun));
    });
    outgoing.on('response', (response) => {
      begun = true;
      clearTimeout(connecting);
      // A request that is destroyed now would hide why from the reader of its answer.
      clearTimeout(beginning);
      response.setTimeout(silenceMs, () => response.destroy(silent(host, silenceMs)));
      resolve(response);
    });
    outgoing.end(sent);
  });
}

function begin(
  { address: { origin, basePath }, ca, proxy }: Connection,
  path: string,
  options: { method: string; headers: Record<string, string | number>; signal?: AbortSignal },
): ClientRequest {
  const url = new URL(origin + basePath + path);
  const agentOptions = { keepAlive: false, ...(proxy ? { proxyEnv: proxy } : {}) };
  if (url.protocol === 'http:') return httpRequest(url, { ...options, agent: new HttpAgent(agentOptions) });
  const trusted = { ca: trustedCertificates(ca) };
  return httpsRequest(url, { ...options, ...trusted, agent: new HttpsAgent({ ...agentOptions, ...trusted }) });
}

/** Reads at most `most` bytes; the length that the server promised does not count. */
async function readText(response: IncomingMessage, most: number, host: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw unexpected(host, because('answers-too-much'));
      chunks.push(chunk);
    }
  } catch (error) {
    throw connectionFailure(error, host, true);
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function silent(host: string, silenceMs: number): SarviError {
  return new SarviError('remote-silent', { host, minutes: Math.ceil(silenceMs / 60_000) });
}

/** The words of a refusal, in the forms that servers give them. */
function wordsOf(text: string): string {
  try {
    return saidBy(JSON.parse(text)) ?? '';
  } catch {
    return /^\s*</.test(text) ? '' : text;
  }
}

/** Deeper forms are of nobody; a stranger's could be as deep as the stack. */
const MOST_DEPTH = 4;

/** `{error:{message}}`, `{error}`, `{message}`, `{detail}`; null when none of them is there. */
export function saidBy(answer: unknown, depth = 0): string | null {
  if (typeof answer === 'string') return answer;
  if (typeof answer !== 'object' || answer === null || depth > MOST_DEPTH) return null;
  const { error, message, detail } = answer as Record<string, unknown>;
  for (const said of [message, error, detail]) {
    const words = typeof said === 'object' ? saidBy(said, depth + 1) : said;
    if (typeof words === 'string' && words !== '') return words;
  }
  return null;
}
