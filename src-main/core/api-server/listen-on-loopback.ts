import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SarviError } from '#contract/errors';

/** The system has no IPv6, so nobody can be there. */
const NO_ADDRESS: readonly unknown[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/**
 * Has both servers listen on one port of the two loopback addresses. `localhost` may mean either, so if a stranger has
 * one of them, keys would go to him: then neither listens.
 *
 * @param port - 0 for any, for tests
 * @throws SarviError `port-unavailable`
 */
export async function listenOnLoopback(first: Server, second: Server, port: number): Promise<number> {
  const chosen = await listen(first, '127.0.0.1', port);
  try {
    await listen(second, '::1', chosen);
  } catch (error) {
    const { cause } = error as Error;
    if (NO_ADDRESS.includes((cause as NodeJS.ErrnoException | undefined)?.code)) return chosen;
    await new Promise((resolve) => first.close(resolve));
    throw error;
  }
  return chosen;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(
        new SarviError(
          'port-unavailable',
          { port: String(port), reason: error.code ?? error.message },
          { cause: error },
        ),
      );
    server.once('error', fail);
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
