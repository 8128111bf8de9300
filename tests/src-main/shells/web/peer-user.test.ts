import { expect, it } from 'vitest';
import { peerUser } from '../../../../src-main/shells/web/peer-user.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const V4 = `${HEAD}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 2 1
   2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 3 1
   3: 0A00000A:C351 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 4 1\n`;
const V6 = `${HEAD}   0: 0000000000000000FFFF00000100007F:C352 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1003        0 5 1\n`;

it.each([
  ['the other end, not the server’s own', 50_000, 1001],
  ['an IPv6 socket', 50_002, 1003],
  ['an address of another network', 50_001, null],
  ['a port that nobody has', 50_003, null],
])('tells the user of %s', (_, peerPort, expected) => {
  expect(peerUser(8080, peerPort, () => [V4, V6])).toBe(expected);
});

it('tells nothing where there is no table', () => {
  expect(peerUser(8080, 50_000, () => ['', ''])).toBeNull();
});
