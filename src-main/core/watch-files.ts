import { stat } from 'node:fs/promises';

/** Files or folders that another process may change, and what to do then. */
export interface WatchedFiles {
  readonly paths: () => readonly string[];
  readonly onChange: () => Promise<void> | void;
}

/** Short enough for a user of two windows, and cheap. */
const EVERY_MS = 1000;

/**
 * Compares times of files and folders every second, and calls `onChange` for those that changed; also once at the
 * start. Polling works on every system and on network disks, where file events are missing.
 */
export function watchFiles(
  all: readonly WatchedFiles[],
  onError: (error: unknown) => void,
  everyMs = EVERY_MS,
): { end(): void } {
  const seen = new Map<WatchedFiles, string>();
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    for (const watched of all) {
      const times = JSON.stringify(await Promise.all(watched.paths().map(timeOf)));
      if (ended || seen.get(watched) === times) continue;
      seen.set(watched, times);
      await watched.onChange();
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
