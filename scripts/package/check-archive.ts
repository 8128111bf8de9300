import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Target } from './targets.ts';

interface Kind {
  readonly ending: RegExp;
  /** Paths in the package. */
  readonly list: (path: string) => string;
  /** Further facts of the package, and what they must have. */
  readonly facts?: readonly { readonly of: (path: string) => string; readonly have: readonly string[] }[];
}

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

const ASSOCIATION = 'application/x-gguf';
const DESKTOP_FILE = 'fi.sarvi.Sarvi.desktop';

const KINDS: readonly Kind[] = [
  { ending: /\.zip$/, list: (path) => run('7zz', 'l', '-ba', path) },
  { ending: /\.tar\.gz$/, list: (path) => run('tar', '-tzf', path) },
  {
    ending: /\.deb$/,
    list: (path) => run('dpkg-deb', '-c', path),
    facts: [
      {
        of: (path) => run('dpkg-deb', '-f', path, 'Depends'),
        have: ['libgtk-3-0', 'libstdc++6 (>= 12)', 'libnss3', 'libasound2'],
      },
      {
        of: (path) =>
          run(
            'sh',
            '-c',
            'dpkg-deb --fsys-tarfile "$1" | tar -xO "./usr/share/applications/$2"',
            '',
            path,
            DESKTOP_FILE,
          ),
        have: [ASSOCIATION, 'Exec=/opt/Sarvi/sarvi-desktop'],
      },
    ],
  },
  {
    ending: /\.rpm$/,
    list: (path) => run('rpm', '-qpl', path),
    facts: [{ of: (path) => run('rpm', '-qpR', path), have: ['gtk3', 'nss', 'alsa-lib'] }],
  },
  {
    ending: /\.AppImage$/,
    list: (path) => run('unsquashfs', '-l', '-o', String(readFileSync(path).indexOf('hsqs')), path),
  },
];

/** Of Linux; the deb's profile is for Ubuntu 24.04. */
const LINUX_FILES: Readonly<Record<string, readonly string[]>> = {
  deb: [DESKTOP_FILE, 'resources/apparmor-profile', 'icons/hicolor/512x512', 'icons/hicolor/16x16'],
  rpm: [DESKTOP_FILE, 'icons/hicolor/512x512'],
  AppImage: [DESKTOP_FILE, 'usr/share/icons/hicolor/512x512'],
};
const PROGRAMS = { linux: 'sarvi-desktop', win: 'Sarvi.exe', mac: 'Sarvi.app/Contents/MacOS/Sarvi' } as const;
const PORTABLE = 'Sarvi data';

/** What is wrong with a finished package, in words; null for a kind that cannot be looked into here. */
export function archiveFaults(path: string, { os }: Target): string[] | null {
  const kind = KINDS.find(({ ending }) => ending.test(path));
  if (kind === undefined) return null;
  const list = kind.list(path).replaceAll('\\', '/');
  const [, ending = ''] = /\.(\w+)$/.exec(path) ?? [];
  const wanted = [
    PROGRAMS[os],
    'app.asar',
    'guide-model',
    'LICENSE',
    ...(os === 'linux' ? (LINUX_FILES[ending] ?? []) : []),
  ];
  const isPortable = os === 'win' && ending === 'zip';
  return [
    ...[...wanted, ...(isPortable ? [PORTABLE] : [])]
      .filter((name) => !list.includes(name))
      .map((name) => `missing: ${name}`),
    ...(!isPortable && list.includes(PORTABLE) ? [`not portable, with ${PORTABLE}`] : []),
    ...(kind.facts ?? []).flatMap(({ of, have }) => {
      const facts = of(path);
      return have
        .filter((name) => !facts.includes(name))
        .map((name) => `without ${name}: ${facts.trim().slice(0, 300)}`);
    }),
  ];
}
