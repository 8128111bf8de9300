import { join } from 'node:path';
import type { Ports } from './ports.ts';
import { watchFiles } from './watch-files.ts';

interface Library {
  readonly watched: readonly string[];
  refresh(): Promise<void> | void;
}

/**
 * Follows changes by other processes, such as the command line next to a window. The history follows its own.
 *
 * @param onSettings - called when another process has changed the settings
 */
export function watchOutside(
  { settings, folders, log }: Pick<Ports, 'settings' | 'folders' | 'log'>,
  libraries: readonly Library[],
  onSettings: () => void,
): { end(): void } {
  return watchFiles(
    [
      ...libraries.map((library) => ({ paths: () => library.watched, onChange: () => library.refresh() })),
      {
        paths: () => [settings.path ?? join(folders.data, 'config.json')],
        onChange: () => {
          if (settings.refresh?.() === true) onSettings();
        },
      },
    ],
    (error) => log.warn('what other processes do cannot be seen', { error: String(error) }),
  );
}
