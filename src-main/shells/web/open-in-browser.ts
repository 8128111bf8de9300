import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellsUsers } from './peer-user.ts';

/** Long enough for a browser to start. */
const PAGE_LIFETIME_MS = 60_000;

/**
 * The system's own command for opening an address.
 *
 * The address contains a key, and on macOS and Linux every user may read the arguments of every process. So the command
 * opens a page that only its owner can read, and that page leads to the address. On Linux a sandboxed browser could not
 * read such a page; there it is used only when the server cannot see which user comes with the key.
 *
 * @param folder - for the page
 * @param seesUsers - whether the server refuses other users' connections
 */
export function openCommand(
  platform: NodeJS.Platform,
  url: string,
  folder: string,
  seesUsers: boolean,
): [string, string[]] {
  switch (platform) {
    case 'win32':
      // `start` belongs to cmd; its first quoted word is a window title.
      return ['cmd.exe', ['/d', '/c', 'start', '""', url.replaceAll('&', '^&')]];
    case 'darwin':
      return ['open', [writePage(url, folder)]];
    default:
      return ['xdg-open', [seesUsers ? url : writePage(url, folder)]];
  }
}

/** Opens `url`, one that this program made, in the default browser. */
export function openInBrowser(url: string, folder: string): void {
  try {
    const [command, args] = openCommand(process.platform, url, folder, tellsUsers(Number(new URL(url).port)));
    const opener = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
    opener.on('error', () => undefined);
    opener.unref();
  } catch {
    // A server without a screen has no browser; the address was printed.
  }
}

function writePage(url: string, folder: string): string {
  const path = join(folder, 'open.html');
  rmSync(path, { force: true });
  const page = `<!doctype html><meta charset="utf-8"><title>Sarvi</title><meta http-equiv="refresh" content="0; url=${url}">\n`;
  writeFileSync(path, page, { flag: 'wx', mode: 0o600 });
  setTimeout(() => rmSync(path, { force: true }), PAGE_LIFETIME_MS).unref();
  return path;
}
