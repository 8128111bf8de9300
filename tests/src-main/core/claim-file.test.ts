import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { claimFile, holderOf, type ProcessTable } from '../../../src-main/core/claim-file.ts';
import { processStart } from '../../../src-main/core/process-start.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

let path = '';
beforeEach(async () => void (path = join(await temporaryFolder(), 'claim.json')));

/** A claim file as `processId` would have left it, `ageSeconds` ago. */
function leave(processId: number, startedAt: string | null, ageSeconds = 0): void {
  writeFileSync(path, JSON.stringify({ processId, startedAt }));
  const written = Date.now() / 1000 - ageSeconds;
  utimesSync(path, written, written);
}

/** A running process that is not this one. */
const OTHER = process.ppid;

describe('where the system tells when a process started', () => {
  const startedAt = (time: string): ProcessTable => {
    return { fields: () => ['S', ...Array<string>(18).fill('0'), time], start: () => null };
  };

  it('holds a claim while the time matches, however old the file', () => {
    leave(OTHER, '7', uptime() + 3600);
    expect(claimFile(path, startedAt('7'))).toEqual({ holder: { processId: OTHER, startedAt: '7' } });
    expect(holderOf(path, startedAt('7'))).toEqual({ processId: OTHER, startedAt: '7' });
  });

  it.each([OTHER, process.pid])('is not fooled by a number that another process got since', (processId) => {
    leave(processId, '1');
    expect(holderOf(path, startedAt('7'))).toBeNull();
    expect(claimFile(path, startedAt('7'))).toHaveProperty('claim');
  });
});

describe('where it does not', () => {
  const silent: ProcessTable = { fields: () => null, start: () => null };

  it('holds a claim of this run of the system, also this process’s own', () => {
    leave(OTHER, null, uptime() / 2);
    expect(claimFile(path, silent)).toEqual({ holder: { processId: OTHER, startedAt: null } });
    leave(process.pid, null);
    expect(claimFile(path, silent)).toEqual({ holder: { processId: process.pid, startedAt: null } });
  });

  it('takes over a claim from before the system started', () => {
    leave(OTHER, null, uptime() + 60);
    expect(holderOf(path, silent)).toBeNull();
    expect(claimFile(path, silent)).toHaveProperty('claim');
  });

  it.each([
    ['keeps the claim of a process that was there before the file', 60, true],
    ['takes over from a number that a younger process has', -60, false],
  ] as const)('%s', (_, before, holds) => {
    leave(OTHER, null, 600);
    const start = Date.now() - (600 + before) * 1000;
    const table: ProcessTable = { fields: () => null, start: () => start };
    expect(holderOf(path, table) !== null).toBe(holds);
    expect('holder' in claimFile(path, table)).toBe(holds);
  });

  it.runIf(process.platform !== 'win32')('asks the system’s own program when a process started', () => {
    const own = Date.now() - process.uptime() * 1000;
    expect(Math.abs((processStart(process.pid, 'darwin') ?? 0) - own)).toBeLessThan(3000);
    expect(processStart(2 ** 22 + 1, 'darwin')).toBeNull();
  });

  it.runIf(process.platform === 'win32')('asks PowerShell when a process started', () => {
    const own = Date.now() - process.uptime() * 1000;
    expect(Math.abs((processStart(process.pid) ?? 0) - own)).toBeLessThan(3000);
  });

  it('takes over a claim of an earlier process with its own number', () => {
    leave(process.pid, null, process.uptime() + 60);
    expect(claimFile(path, silent)).toHaveProperty('claim');
  });
});

it('a process that is not there holds nothing', () => {
  leave(2 ** 22 + 1, null);
  expect(holderOf(path)).toBeNull();
});

test('a claim that is just being written is nobody else’s yet; what a crash left of one is', () => {
  writeFileSync(path, '');
  expect(claimFile(path)).toEqual({ holder: { processId: 0, startedAt: null } });
  expect(holderOf(path)).toEqual({ processId: 0, startedAt: null });
  utimesSync(path, 5, 5);
  expect(holderOf(path)).toBeNull();
  expect(claimFile(path)).toHaveProperty('claim');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ processId: process.pid });
  expect(readdirSync(dirname(path))).toEqual(['claim.json']);
});

test('of two processes that claim at once, free or from the dead, exactly one gets it', async () => {
  const ROUNDS = 500;
  const folder = join(dirname(path), 'many');
  mkdirSync(folder);
  for (let round = 0; round < ROUNDS; round += 3) {
    writeFileSync(join(folder, String(round)), JSON.stringify({ processId: 2 ** 22 + 1, startedAt: null }));
  }
  const module = fileURLToPath(new URL('../../../src-main/core/claim-file.ts', import.meta.url));
  const startAt = Date.now() + 1500;
  const code = `
    const { claimFile } = await import(${JSON.stringify(module)});
    const mine = [];
    for (let round = 0; round < ${String(ROUNDS)}; round += 1) {
      while (Date.now() < ${String(startAt)} + round / 2);
      if ('claim' in claimFile(${JSON.stringify(folder)} + '/' + round)) mine.push(round);
    }
    // The claims count while this process runs: until its input ends.
    console.log(JSON.stringify(mine));
    process.stdin.resume();`;
  const processes = [0, 1].map(() => spawn(process.execPath, ['--input-type=module', '-e', code]));
  const said = processes.map(async ({ stdout }) => {
    const [line] = (await once(createInterface(stdout), 'line')) as [string];
    return JSON.parse(line) as number[];
  });
  const taken = (await Promise.all(said)).flat().sort((a, b) => a - b);
  for (const { stdin } of processes) stdin.end();
  expect(taken).toEqual(Array.from({ length: ROUNDS }, (_, round) => round));
});
