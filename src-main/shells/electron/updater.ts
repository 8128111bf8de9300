/** What the desktop shell does for an update: it ends the app, and starts the installer or the new program. */
import { app, shell } from 'electron';
import { spawn } from 'node:child_process';
import type { Log, Program, UpdateFile, UpdateSource, Updater } from '../../core/ports.ts';
import { prepareSquirrel } from './squirrel.ts';

export interface UpdaterParts {
  readonly source: UpdateSource;
  readonly program: Program;
  readonly log: Log;
  /** Quits the app, and calls `last` in place of its end, when the core is disposed of and the data folder free. */
  readonly quitWith: (last: () => void) => void;
}

export function createUpdater({ source, program, log, quitWith }: UpdaterParts): Updater {
  return {
    source,
    program,
    arch: process.arch,
    showFile: (path) => shell.showItemInFolder(path),
    finish: async (update) => {
      const last = await prepare(program, update, log);
      // The page hears that the call has been answered.
      setImmediate(() => quitWith(last));
    },
  };
}

/** @throws SarviError `update-failed` */
async function prepare(program: Program, { path, ...update }: UpdateFile, log: Log): Promise<() => void> {
  switch (program.kind) {
    case 'mac':
      return prepareSquirrel({ path, ...update });
    case 'nsis':
      // It shows its window, so that a failure is seen, and starts the new version in the end.
      return () => start(path, ['--updated', '--force-run'], log);
    default:
      return () => start(program.path ?? path, process.argv.slice(1), log);
  }
}

/** Ends the app when the other program runs; if that cannot be started, the present one begins again. */
function start(path: string, args: readonly string[], log: Log): void {
  // The new one asks for the lock at once.
  app.releaseSingleInstanceLock();
  const child = spawn(path, args, { detached: true, stdio: 'ignore' });
  child.once('spawn', () => {
    child.unref();
    app.quit();
  });
  child.once('error', (error) => {
    log.error('the update could not be started', { path, error: String(error) });
    app.relaunch();
    app.quit();
  });
}
