import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** Columns of /proc/net/tcp. */
const [LOCAL, REMOTE, STATE, USER] = [1, 2, 3, 7];
const ESTABLISHED = '01';

/** The two ends of a connection on this machine's IPv4 loopback, as the server sees them. */
export interface Connection {
  readonly address: string;
  readonly port: number;
  readonly peerAddress: string;
  readonly peerPort: number;
}

/**
 * The user whose process opened `connection`: a number, `'nobody'` when the other end has gone (the system then shows
 * the administrator), or null when the system does not tell. Linux only.
 *
 * Both addresses are compared completely: the loopback has 16 million of them, and two users may use the same port of
 * different ones.
 *
 * @param readTables - the texts of /proc/net/tcp and tcp6: an IPv6 socket can reach an IPv4 address
 * @see https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function peerUser(
  connection: Connection,
  readTables: () => readonly string[] = readProc,
): number | 'nobody' | null {
  const own = end(connection.address, connection.port);
  const peer = end(connection.peerAddress, connection.peerPort);
  let tells = false;
  for (const line of readTables().flatMap((table) => table.split('\n'))) {
    const columns = line.trim().split(/\s+/);
    const [local, remote] = [columns[LOCAL] ?? '', columns[REMOTE] ?? ''];
    if (isEnd(local, peer) && isEnd(remote, own) && columns[STATE] === ESTABLISHED) return Number(columns[USER]);
    if (isEnd(local, own) && isEnd(remote, peer)) tells = true;
  }
  return tells ? 'nobody' : null;
}

/** Whether the system reports the users of connections to a port on which this process listens. */
export function tellsUsers(port: number, readTables: () => readonly string[] = readProc): boolean {
  const own = end('127.0.0.1', port);
  return readTables().some((table) =>
    table.split('\n').some((line) => isEnd(line.trim().split(/\s+/)[LOCAL] ?? '', own)),
  );
}

/** An IPv4 address in the form of the table: the number in the machine's byte order. */
function end(address: string, port: number): string {
  const bytes = Buffer.from(address.split('.').map(Number));
  if (endianness() === 'LE') bytes.reverse();
  return `${bytes.toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

/** The table of IPv6 has the address after the prefix of mapped addresses. */
function isEnd(column: string, wanted: string): boolean {
  return column === wanted || (/^0{16}(0000FFFF|FFFF0000)/.test(column) && column.slice(24) === wanted);
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
