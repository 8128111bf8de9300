import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface PlayedProxy {
  readonly url: string;
  /** `GET http://127.0.0.1:4711/v1/models` or `CONNECT 127.0.0.1:4711`. */
  readonly asked: string[];
  /** Everything that the proxy could read. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** An HTTP proxy: passes plain requests on, and opens tunnels, or refuses all. */
export async function playProxy(refusal: number | null = null): Promise<PlayedProxy> {
  const asked: string[] = [];
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    asked.push(`${method} ${url}`);
    seen.push(JSON.stringify(headers));
    if (refusal !== null) return void response.writeHead(refusal).end();
    const passed = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    incoming.pipe(passed);
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    asked.push(`CONNECT ${url}`);
    seen.push(JSON.stringify(headers));
    socket.on('error', () => undefined);
    if (refusal !== null) return void socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    const [host = '', port = ''] = url.split(':');
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.on('data', (bytes: Buffer) => seen.push(bytes.toString('latin1')));
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    seen,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
