import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A copy that another process is still writing is younger. */
const UNFINISHED_MS = 60 * 60 * 1000;

/**
 * Removes incomplete copies from `folder` that a killed process has left. Never throws: it is tried again next time.
 */
export function discardPartials(folder: string, nowMs: number): void {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (!/\.partial(-journal)?$/.test(name) || nowMs - statSync(path).mtimeMs < UNFINISHED_MS) continue;
      rmSync(path, { force: true });
    }
  } catch {
    // The folder is missing or read-only.
  }
}
