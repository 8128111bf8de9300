import { writeFileSync } from 'node:fs';

/** Tells `npm start`, by the file that it named, that Electron is up; it opens the browser when Electron is not. */
export function reportReady(path: string | undefined = process.env['SARVI_READY_FILE']): void {
  if (!path) return;
  try {
    writeFileSync(path, '', { flag: 'wx' });
  } catch {
    // Whoever asked is gone.
  }
}
