/** What a page does to get a socket, in Node, with every step and header as the test wants it. */
import { createHmac, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { proofText, type ProofTerms, type ProofUse } from '#contract/page-proof';

export interface KnockKey {
  readonly id: string;
  readonly key: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Not `fetch`, which tidies paths and may not set Host. */
export function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<Answer>((resolve, reject) => {
    const options = {
      agent: false,
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: { host: `127.0.0.1:${port}`, ...headers },
    };
    request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

export function keyOfAddress(entryUrl: string): KnockKey {
  const [id = '', key = ''] = new URL(entryUrl).hash.replace('#enter=', '').split('.');
  return { id, key };
}

export const digest = (key: string, use: ProofUse, terms: ProofTerms): string =>
  createHmac('sha256', Buffer.from(key, 'base64url')).update(proofText(use, terms)).digest('base64url');

/** Asks for a challenge; null when the server knows no such key. */
export async function challenge(port: number, keyId: string, host = `127.0.0.1:${port}`) {
  const pageNonce = randomBytes(32).toString('base64url');
  const { status, body } = await ask(port, `/challenge?key=${keyId}&nonce=${pageNonce}`);
  if (status !== 200) return null;
  const { nonce: serverNonce, proof } = JSON.parse(body) as { nonce: string; proof: string };
  return { proof, terms: { host, keyId, pageNonce, serverNonce } };
}

export interface KnockOptions {
  readonly headers?: Record<string, string>;
  readonly path?: string;
  /** Where the page believes to be. */
  readonly host?: string;
}

/** The status of a refusal, or an open socket and the keys that go with it. The server's proofs are checked. */
export async function knock(port: number, { id, key }: KnockKey, options: KnockOptions = {}) {
  const given = await challenge(port, id, options.host);
  if (given === null) return 404;
  const { proof, terms } = given;
  if (options.host === undefined && proof !== digest(key, 'challenge', terms)) throw new Error('not the server');
  const answer = new URLSearchParams({ nonce: terms.serverNonce, proof: digest(key, 'page', terms) });
  const socket = await open(port, `${options.path ?? '/bridge'}?${answer}`, options.headers);
  if (typeof socket === 'number') return socket;
  const [first] = socket.firstFrames.splice(0);
  if (first !== JSON.stringify({ proof: digest(key, 'open', terms) })) throw new Error(`not the server: ${first}`);
  const derive = (use: 'page' | 'run'): KnockKey => ({
    id: `${use}-${digest(key, `${use}-id`, terms)}`,
    key: digest(key, `${use}-key`, terms),
  });
  return { socket: socket.socket, page: derive('page'), run: derive('run') };
}

/** Opens a socket; resolves with its first frame, or with the status of a refusal. */
export function open(port: number, path: string, headers: Record<string, string> = {}) {
  const origin = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { origin, ...headers } });
  return new Promise<{ socket: WebSocket; firstFrames: string[] } | number>((resolve, reject) => {
    socket.once('message', (bytes: Buffer) => resolve({ socket, firstFrames: [bytes.toString()] }));
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.once('error', reject);
  });
}
