import { readFileSync } from 'node:fs';

const LOOPBACK = /(0100007F|7F000001)$/;
/** Columns of /proc/net/tcp. */
const [LOCAL, REMOTE, USER] = [1, 2, 7];

/**
 * Whose process opened the connection from `peerPort` to `port` on this machine's IPv4 loopback: a user's number, or
 * null where the system does not tell. Linux.
 *
 * @param readTables - the texts of /proc/net/tcp and tcp6: an IPv6 socket can reach an IPv4 address
 * @see https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function peerUser(
  port: number | undefined,
  peerPort: number | undefined,
  readTables: () => readonly string[] = readProc,
): number | null {
  for (const line of readTables().flatMap((table) => table.split('\n'))) {
    const columns = line.trim().split(/\s+/);
    const [localAddress, localPort] = (columns[LOCAL] ?? '').split(':');
    const [remoteAddress, remotePort] = (columns[REMOTE] ?? '').split(':');
    if (!LOOPBACK.test(localAddress ?? '') || !LOOPBACK.test(remoteAddress ?? '')) continue;
    if (parseInt(localPort ?? '', 16) !== peerPort || parseInt(remotePort ?? '', 16) !== port) continue;
    return Number(columns[USER]);
  }
  return null;
}

function readProc(): string[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return '';
    }
  });
}
