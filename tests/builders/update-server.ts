import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Answer = (response: ServerResponse, asked: { readonly headers: IncomingHttpHeaders }) => void;

export interface UpdateServer {
  /** Ends in `/`. */
  readonly url: string;
  /** What is answered, by path without the first slash; others get 404. */
  readonly answers: Map<string, Answer>;
  readonly asked: { path: string; method: string; headers: IncomingHttpHeaders }[];
}

/** A server of releases on this computer, which ends with the test. */
export async function updateServer(): Promise<UpdateServer> {
  const answers = new Map<string, Answer>();
  const asked: UpdateServer['asked'] = [];
  const listener: RequestListener = (request, response) => {
    const path = (request.url ?? '').slice(1);
    asked.push({ path, method: request.method ?? '', headers: request.headers });
    const answer = answers.get(path);
    if (answer) answer(response, request);
    else response.writeHead(404).end();
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, answers, asked };
}

/** Sends bytes, or the part of them that was asked for. */
export const sendBytes =
  (bytes: Uint8Array): Answer =>
  (response, { headers }) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      return;
    }
    const last = to === undefined || to === '' ? bytes.length - 1 : Number(to);
    const part = bytes.subarray(Number(from), last + 1);
    const range = `bytes ${from}-${last}/${bytes.length}`;
    response.writeHead(206, { 'content-length': part.length, 'content-range': range }).end(part);
  };

/** Sends so many bytes, and breaks the connection when `ends` resolves. */
export const sendCut =
  (bytes: Uint8Array, sizeBytes: number, ends: Promise<void>): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, sizeBytes));
    void ends.then(() => response.destroy());
  };

export const sendTo =
  (location: string): Answer =>
  (response) => {
    response.writeHead(302, { location }).end();
  };
