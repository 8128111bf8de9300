import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { SmallClone, type Ended } from '../builders/small-clone.ts';

let clone: SmallClone;
beforeEach(async () => {
  clone = await SmallClone.make();
  await clone.run('setup.mjs');
});

/** `npm start` from `folder`, on a machine with a display, as a user other than root. */
function start(args: readonly string[] = [], folder = clone.folder): Promise<Ended> {
  const notRoot = '--import=data:text/javascript,process.getuid=()=>1000';
  return clone.run('start.mjs', args, { DISPLAY: ':0', NODE_OPTIONS: notRoot, INIT_CWD: folder });
}

const isWeb = (stdout: string): boolean => /"program":"[^"]*web\.js"/.test(stdout);

describe('when Electron ends before the app is up, the browser is opened', () => {
  test.each([
    ['a library is missing', 'process.exit(127)', /code 127/],
    ['its sandbox is forbidden', `process.kill(process.pid, 'SIGTRAP'); setInterval(() => {}, 1000)`, /code \d+/],
  ])('%s', async (_, code, told) => {
    await clone.pretendElectron(code);
    const { status, stdout, stderr } = await start();
    expect(isWeb(stdout)).toBe(true);
    expect(stderr).toMatch(told);
    expect(stderr).toMatch(/the app opens in the browser/);
    expect(status).toBe(0);
  });
});

describe('it is not opened', () => {
  test.each([
    ['after the app was up', `require('fs').writeFileSync(process.env.SARVI_READY_FILE, ''); process.exit(3)`, 3],
    ['after a quiet end', '', 0],
    ['when the user stopped it', `process.kill(process.pid, 'SIGINT'); setInterval(() => {}, 1000)`, 130],
  ])('%s', async (_, code, expected) => {
    await clone.pretendElectron(code);
    const { status, stdout } = await start();
    expect([stdout, status]).toEqual(['', expected]);
  });
});

test('a path in the arguments is the caller’s', async () => {
  const folder = join(clone.folder, 'elsewhere');
  await mkdir(folder);
  const { stdout } = await start(['--web', '--data-dir', 'here'], folder);
  expect(JSON.parse(stdout)).toMatchObject({ args: ['--data-dir', 'here'], cwd: await realpath(folder) });
});
