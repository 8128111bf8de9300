/** The browser that tests drive: the machine's own Chromium, Chrome or Edge. */
import { closeSync, openSync, readSync } from 'node:fs';
import { homedir } from 'node:os';

/** What decides where browsers lie; passed in by tests. */
interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The beginning of a file, or null when there is none. */
  readonly beginning: (path: string) => string | null;
}

const HERE: Surroundings = { platform: process.platform, environment: process.env, home: homedir(), beginning };

/** Quiet and offline; the sandbox is off because it cannot be had as root in a container. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the browser, from `SARVI_CHROMIUM` or the usual places; undefined means Playwright's own. */
export function chromiumPath(surroundings: Surroundings = HERE): string | undefined {
  const wanted = surroundings.environment['SARVI_CHROMIUM'];
  if (wanted) return wanted;
  return usualPlaces(surroundings).find((path) => {
    const text = surroundings.beginning(path);
    // Ubuntu's package of this name is a script that asks for the snap, there or not.
    return text !== null && !(path === '/usr/bin/chromium-browser' && text.includes('/snap/'));
  });
}

function usualPlaces({ platform, environment, home }: Surroundings): string[] {
  switch (platform) {
    case 'win32': {
      const folders = [
        environment['ProgramFiles'] ?? 'C:\\Program Files',
        environment['ProgramFiles(x86)'] ?? 'C:\\Program Files (x86)',
        environment['LOCALAPPDATA'] ?? `${home}\\AppData\\Local`,
      ];
      return ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap(
        (program) => folders.map((folder) => `${folder}\\${program}`),
      );
    }
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
        ['', home].map((folder) => `${folder}/Applications/${name}.app/Contents/MacOS/${name}`),
      );
    default:
      return [
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/google-chrome',
        '/usr/bin/google-chrome-stable',
        '/usr/bin/microsoft-edge',
        // Last: it cannot see every folder.
        '/snap/bin/chromium',
      ];
  }
}

function beginning(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
