import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ApiServer, type ApiServerParts, type Endpoints } from '../../src-main/core/api-server/api-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface ServedEndpoints {
  readonly server: ApiServer;
  readonly port: number;
  readonly key: string;
  /** Of the log. */
  readonly lines: readonly string[];
}

/** The API's server with endpoints of the test, without a model. The caller disposes of it. */
export async function serveEndpoints(
  endpoints: Endpoints,
  limits: ApiServerParts['limits'] = {},
  apiOrigins: readonly string[] = [],
): Promise<ServedEndpoints> {
  const lines: string[] = [];
  const note = (message: string, facts: object = {}): void => void lines.push(JSON.stringify({ message, ...facts }));
  const server = new ApiServer({
    dataFolder: await temporaryFolder(),
    settings: () => ({ apiOn: false, apiPort: 0, apiOrigins: [...apiOrigins] }),
    endpoints,
    log: { info: note, warn: note, error: note },
    now: Date.now,
    onChange: () => undefined,
    limits,
  });
  const key = await server.renewKey();
  return { server, port: await server.serve(0), key, lines };
}

/** A connection on which `text` was sent; what befalls it is no error of the test. */
export async function openSocket(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** `once` of Node would fail with a connection that is closed in the middle of a write. */
export function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}
