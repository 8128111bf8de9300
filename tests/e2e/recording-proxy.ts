import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Chromium asks for on its own account, whatever page it shows. */
const BROWSERS_OWN = /\b(googleapis|google|gstatic|gvt1)\.com\b/;

/** A proxy that lets nothing through and remembers what was asked of it. */
export class RecordingProxy {
  readonly asked: string[] = [];
  readonly #server = createServer((request, response) => {
    this.#note(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });

  static async start(): Promise<RecordingProxy> {
    const proxy = new RecordingProxy();
    proxy.#server.on('connect', (request, socket) => {
      proxy.#note(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #note(request: string): void {
    if (!BROWSERS_OWN.test(request)) this.asked.push(request);
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
