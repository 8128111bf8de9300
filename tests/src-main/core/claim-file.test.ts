import { utimesSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { claimFile, holderOf, type ProcessTable } from '../../../src-main/core/claim-file.ts';
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
    return () => ['S', ...Array<string>(18).fill('0'), time];
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
  const silent: ProcessTable = () => null;

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

  it('takes over a claim of an earlier process with its own number', () => {
    leave(process.pid, null, process.uptime() + 60);
    expect(claimFile(path, silent)).toHaveProperty('claim');
  });
});

it('a process that is not there holds nothing', () => {
  leave(2 ** 22 + 1, null);
  expect(holderOf(path)).toBeNull();
});
