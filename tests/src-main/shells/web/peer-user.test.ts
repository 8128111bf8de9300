import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLoopbackServer } from '../../../../src-main/shells/web/loopback-server.ts';
import { PageKeys } from '../../../../src-main/shells/web/page-keys.ts';
import { peerUser, tellsUsers } from '../../../../src-main/shells/web/peer-user.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const V4 = `${HEAD}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 2 1
   2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 3 1
   3: 0A00000A:C351 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 4 1
   4: 0100007F:1F90 0100007F:C354 01 00000000:00000000 00:00000000 00000000  1000        0 5 1
   5: 0100007F:C354 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0 1
   6: 0100007F:1F90 0200007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 6 1
   7: 0200007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1004        0 7 1\n`;
const V6 = `${HEAD}   0: 0000000000000000FFFF00000100007F:C352 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1003        0 5 1\n`;
const tables = () => [V4, V6];
const server = { address: '127.0.0.1', port: 8080 };

it.each([
  ['the other end, not the server’s own', '127.0.0.1', 50_000, 1001],
  ['the same port of another loopback address', '127.0.0.2', 50_000, 1004],
  ['an IPv6 socket', '127.0.0.1', 50_002, 1003],
  ['an end that has gone and shows as the administrator’s', '127.0.0.1', 50_004, 'nobody'],
  ['an address of another network', '127.0.0.1', 50_001, null],
  ['a port that nobody has', '127.0.0.1', 50_003, null],
])('tells the user of %s', (_, peerAddress, peerPort, expected) => {
  expect(peerUser({ ...server, peerAddress, peerPort }, tables)).toBe(expected);
});

it('tells nothing where there is no table', () => {
  expect([tellsUsers(8080, tables), tellsUsers(8081, tables), tellsUsers(8080, () => ['', ''])]).toEqual([
    true,
    false,
    false,
  ]);
  expect(peerUser({ ...server, peerAddress: '127.0.0.1', peerPort: 50_000 }, () => ['', ''])).toBeNull();
});

const isRoot = process.getuid?.() === 0;

it.runIf(process.platform === 'linux')('knows who is at the other end of a real connection', async () => {
  const found: unknown[] = [];
  const listener = createServer((socket: Socket) => {
    const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket;
    found.push(peerUser({ address: localAddress, port: localPort, peerAddress: remoteAddress, peerPort: remotePort }));
    socket.end();
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => void listener.close());
  const { port } = listener.address() as AddressInfo;
  await connectAs(null, port);
  if (isRoot) await connectAs(65_534, port);
  expect(found).toEqual(isRoot ? [0, 65_534] : [process.getuid?.()]);
});

it.runIf(process.platform === 'linux' && isRoot)(
  'answers no other user of the machine, whatever is asked',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sarvi-peer-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const shell = await openLoopbackServer({
      app: { call: () => Promise.reject(new Error('not asked')), listen: () => () => undefined },
      files: { read: () => Promise.resolve({ body: Buffer.from('page'), contentType: 'text/html' }) },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      keys: new PageKeys([], () => undefined),
      port: 0,
    });
    onTestFinished(() => shell.close());
    expect(await connectAs(null, shell.port)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await connectAs(65_534, shell.port)).toBe('');
  },
);

/** Asks for the page as the user with this number; answers what came back. */
async function connectAs(userId: number | null, port: number): Promise<string> {
  const script = `const s = require('node:net').connect(${port}, '127.0.0.1');
    s.on('error', () => {}).pipe(process.stdout);
    s.write('GET / HTTP/1.1\\r\\nhost: 127.0.0.1:${port}\\r\\nconnection: close\\r\\n\\r\\n');`;
  // What an unprivileged user may execute need not be the file that runs here.
  const child = spawn(
    process.execPath,
    [
      '-e',
      `${userId === null ? '' : `process.setgroups([]); process.setgid(${userId}); process.setuid(${userId});`}${script}`,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  await once(child, 'exit');
  return text;
}
