import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  /** Mounts it for reading only, or for writing again; no file on it may be open for writing. */
  setReadOnly(readOnly: boolean): void;
}

/** A disk of its own in memory, which is really full when it is full; it goes away when the test ends. */
export function smallDisk(sizeBytes: number): SmallDisk {
  const mountPoint = mkdtempSync(join(tmpdir(), 'sarvi-disk-'));
  mount(['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'sarvi-test', mountPoint]);
  onTestFinished(() => {
    // Lazily: a thread of the test may still have a file open.
    execFileSync('umount', ['-l', mountPoint]);
    rmSync(mountPoint, { recursive: true, force: true });
  });
  const folder = join(mountPoint, 'data');
  mkdirSync(folder);
  const filler = join(mountPoint, 'filler');
  return {
    folder,
    fill: () => fillUp(filler),
    free: () => rmSync(filler),
    setReadOnly: (readOnly) => mount(['-o', `remount,${readOnly ? 'ro' : 'rw'}`, mountPoint]),
  };
}

/** Whether this process may mount one: as root on Linux, outside of most containers. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'sarvi-disk-'));
  try {
    mount(['-t', 'tmpfs', '-o', 'size=64k', 'sarvi-test', folder]);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mount(args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' });
}

function fillUp(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const sizeBytes of [65_536, 4096, 1]) {
      try {
        for (;;) writeSync(file, Buffer.alloc(sizeBytes));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}
