import { stat } from 'node:fs/promises';

/** Files or folders that another process may change, and what is to be done then. */
export interface Outside {
  readonly paths: () => readonly string[];
  readonly onChange: () => Promise<void> | void;
}

/** Soon enough for whoever looks at two windows, and a few looks at the disk's cache. */
const EVERY_MS = 1000;

/**
 * Looks at the times of files and folders, and tells of those that have changed; also once at the beginning, for what
 * changed before. Asking works on every system and on disks of the network, where watching is told nothing.
 */
export function followOutside(
  outsides: readonly Outside[],
  onError: (error: unknown) => void,
  everyMs = EVERY_MS,
): { end(): void } {
  const seen = new Map<Outside, string>();
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    for (const outside of outsides) {
      const times = JSON.stringify(await Promise.all(outside.paths().map(timeOf)));
      if (ended || seen.get(outside) === times) continue;
      seen.set(outside, times);
      await outside.onChange();
    }
  };
  const later = (): void => {
    if (ended) return;
    timer = setTimeout(() => void look().catch(onError).finally(later), everyMs);
    timer.unref();
  };
  void look().catch(onError).finally(later);
  return {
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}

async function timeOf(path: string): Promise<string> {
  return stat(path).then(
    ({ mtimeMs, ino, size }) => `${path} ${mtimeMs} ${ino} ${size}`,
    () => `${path} is not there`,
  );
}
