import { spawn } from 'node:child_process';

/** The system's own command for opening an address. `start` is cmd's; its first quoted word is a window title. */
function openCommand(platform: NodeJS.Platform, url: string): [string, string[]] {
  switch (platform) {
    case 'win32':
      return ['cmd.exe', ['/d', '/c', 'start', '""', url.replaceAll('&', '^&')]];
    case 'darwin':
      return ['open', [url]];
    default:
      return ['xdg-open', [url]];
  }
}

/**
 * Opens `url`, one that this program made, in the default browser. Quiet when it cannot: a server without a screen has
 * none, and the address has been printed.
 */
export function openInBrowser(url: string): void {
  const [command, args] = openCommand(process.platform, url);
  const opener = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
  opener.on('error', () => undefined);
  opener.unref();
}
