import { app, BrowserWindow } from 'electron';
import { isAbsolute, resolve } from 'node:path';
import { EVENT_CHANNEL } from './channels.ts';
import { modelFileIn } from './model-file-in.ts';

/**
 * Model files that the system opens with Sarvi: in the arguments of this start or of a second one, and by an event on
 * macOS. The page is told, and takes the newest one when it can.
 *
 * @returns takes it
 */
export function watchOpenedFiles(): () => string | null {
  let opened = modelFileIn(process.argv.slice(1));
  const open = (path: string | null): void => {
    if (path === null || !isAbsolute(path)) return;
    opened = path;
    for (const window of BrowserWindow.getAllWindows())
      window.webContents.send(EVENT_CHANNEL, 'app.fileOpened', { path });
  };
  app.on('second-instance', (_event, argv, workingDirectory) => {
    const path = modelFileIn(argv.slice(1));
    open(path === null ? null : resolve(workingDirectory, path));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(modelFileIn([path]));
  });
  if (opened !== null) opened = resolve(opened);
  return () => {
    const path = opened;
    opened = null;
    return path;
  };
}
