import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';

/** Another program that has taken a port. Keeps all that it is sent. */
export class Stranger {
  readonly heard: { readonly line: string; readonly headers: IncomingMessage['headers'] }[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async at(port: number, answer: RequestListener, relayTo?: number): Promise<Stranger> {
    const server = createServer();
    const stranger = new Stranger(server);
    const hear = ({ method = '', url = '', headers }: IncomingMessage): void =>
      void stranger.heard.push({ line: `${method} ${url}`, headers });
    server.on('request', (question, response) => {
      hear(question);
      answer(question, response);
    });
    server.on('upgrade', (question, socket) => {
      hear(question);
      if (relayTo === undefined) return void socket.destroy();
      const own = connect(relayTo, '127.0.0.1', () => {
        const headers = Object.entries({ ...question.headers, ...ownHeaders(relayTo) });
        own.write(
          `GET ${question.url ?? ''} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('')}\r\n`,
        );
        own.pipe(socket).pipe(own);
      });
      own.on('error', () => socket.destroy());
      socket.on('error', () => own.destroy());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return stranger;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  async leave(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Hands all on to the server at another port, as if it had been asked there. */
export const relay =
  (port: number): RequestListener =>
  (question, response) => {
    const headers = { ...question.headers, ...ownHeaders(port) };
    if (question.headers.origin === undefined) delete (headers as { origin?: string }).origin;
    const onward = request(
      { host: '127.0.0.1', port, path: question.url, method: question.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy()).end();
  };

function ownHeaders(port: number): { host: string; origin: string } {
  return { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` };
}
