/**
 * One request for updates. It sends the address and the program's name, nothing else, and follows a few redirects, since
 * releases are often kept on another host than they are listed on.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import type { Ports } from '../ports.ts';
import { networkReason } from '../remote/remote-failure.ts';
import { trustedCertificates } from '../remote/trusted-certificates.ts';
import { refused } from './feed.ts';

export interface Request {
  readonly address: string;
  /** Allows addresses on this computer without encryption, for a feed that is such a one itself. */
  readonly allowsLoopback: boolean;
  /** Asks for a file from this byte on. */
  readonly fromByte?: number;
  /** With `fromByte`: asks for no more than up to this byte, itself included. */
  readonly toByte?: number;
  readonly signal: AbortSignal;
  readonly proxyFor: Ports['proxyFor'];
}

const CONNECT_MS = 20_000;
const SILENCE_MS = 60_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** The answer's beginning, with its last host. @throws SarviError `update-unreachable`, `update-refused`, `cancelled` */
export async function openAddress(request: Request): Promise<{ response: IncomingMessage; host: string }> {
  let url = allowedUrl(request.address, request.allowsLoopback);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await answerOf(url, request);
    const { statusCode = 0, headers } = response;
    if (!REDIRECTS.includes(statusCode)) return { response, host: url.host };
    response.destroy();
    url = allowedUrl(headers.location ?? '', request.allowsLoopback, url);
  }
  throw refused(because('redirects-too-often'));
}

export function unreachable(host: string, reason: Reason): SarviError {
  return new SarviError('update-unreachable', { host, reason });
}

/** @throws SarviError `update-refused` for an address that others could read or change on the way */
export function allowedUrl(address: string, allowsLoopback: boolean, base?: URL): URL {
  const url = URL.parse(address, base?.href);
  const isLoopback = url?.protocol === 'http:' && /^(?:127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const isAllowed = url?.protocol === 'https:' || (isLoopback && allowsLoopback);
  if (!url || !isAllowed || url.username !== '' || url.password !== '') {
    throw refused(because('address-not-safe', { host: url?.host ?? address.slice(0, 100) }));
  }
  return url;
}

async function answerOf(url: URL, { fromByte = 0, toByte, signal, proxyFor }: Request): Promise<IncomingMessage> {
  const proxy = await proxyFor(url.href);
  const isPlain = url.protocol === 'http:';
  const agentOptions = { keepAlive: false, ...(proxy && !isPlain ? { proxyEnv: proxy } : {}) };
  const trusted = isPlain ? {} : { ca: trustedCertificates(null) };
  const headers = {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'Sarvi',
    ...(fromByte === 0 && toByte === undefined ? {} : { range: `bytes=${fromByte}-${toByte ?? ''}` }),
  };
  return new Promise((resolve, reject) => {
    const options = { headers, signal };
    const outgoing = isPlain
      ? httpRequest(url, { ...options, agent: new HttpAgent(agentOptions) })
      : httpsRequest(url, { ...options, ...trusted, agent: new HttpsAgent({ ...agentOptions, ...trusted }) });
    const hangUp = (seconds: number): void => {
      outgoing.destroy(unreachable(url.host, because('connecting-took-too-long', { seconds })));
    };
    const connecting = setTimeout(hangUp, CONNECT_MS, CONNECT_MS / 1000);
    outgoing.on('finish', () => clearTimeout(connecting));
    outgoing.setTimeout(SILENCE_MS, () => hangUp(SILENCE_MS / 1000));
    outgoing.on('error', (error) => {
      clearTimeout(connecting);
      if (signal.aborted) reject(new SarviError('cancelled'));
      else if (error instanceof SarviError) reject(error);
      else reject(unreachable(url.host, networkReason(error)));
    });
    outgoing.on('response', (response) => {
      // A request that is destroyed now would hide why from the reader of its answer.
      outgoing.setTimeout(0);
      response.setTimeout(SILENCE_MS, () => response.destroy(new Error('silent')));
      resolve(response);
    });
    outgoing.end();
  });
}
