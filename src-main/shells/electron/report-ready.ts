import { writeFileSync } from 'node:fs';

/** Tells `npm start` that Electron is up, by writing the file that it named; otherwise it opens the browser. */
export function reportReady(path: string | undefined = process.env['SARVI_READY_FILE']): void {
  if (!path) return;
  try {
    writeFileSync(path, '', { flag: 'wx' });
  } catch {
    // `npm start` has ended.
  }
}
