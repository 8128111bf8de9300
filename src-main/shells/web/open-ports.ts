/** The ports of one run: a new one for new pages, and those that open pages of earlier runs use. */
import { randomInt } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { openLoopbackServer, type LoopbackServer, type LoopbackServerOptions } from './loopback-server.ts';

/** Below the ports of outgoing connections, so that a later run finds it free. */
const [LEAST_PORT, MOST_PORT] = [20_000, 32_767];
const MOST_TRIES = 20;

/** @param port - the user's own choice, or null. @throws SarviError `port-unavailable` */
export async function openPorts(
  options: Omit<LoopbackServerOptions, 'port'>,
  port: number | null,
): Promise<LoopbackServer> {
  const { keys, log } = options;
  const main = port === null ? await openFresh(options) : await openLoopbackServer({ ...options, port });
  keys.port = main.port;
  keys.isFreshPort = port === null;
  const servers = [main];
  for (const former of keys.formerPorts) {
    try {
      servers.push(await openLoopbackServer({ ...options, port: former }));
    } catch (error) {
      // Its pages ask for the printed address instead.
      log.warn('a port of an earlier run is taken', { port: former, error: SarviError.from(error).message });
    }
  }
  return {
    port: main.port,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

async function openFresh(options: Omit<LoopbackServerOptions, 'port'>): Promise<LoopbackServer> {
  const former = new Set(options.keys.formerPorts);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(LEAST_PORT, MOST_PORT + 1);
    if (former.has(port)) continue;
    try {
      return await openLoopbackServer({ ...options, port });
    } catch (error) {
      if (SarviError.from(error).code !== 'port-unavailable') throw error;
    }
  }
  return openLoopbackServer({ ...options, port: 0 });
}
