/**
 * The programs that electron-builder would download, from Debian's packages (nsis, 7zip, rpm), and stand-ins for what
 * Debian does not have: NSIS's further plug-ins, wine, fpm, the runtime of AppImages.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pluginStub } from './plugin-stub.ts';

const templates = join(
  dirname(createRequire(import.meta.url).resolve('app-builder-lib/package.json')),
  'templates',
  'nsis',
);
const NSIS = '/usr/share/nsis';
const SEVEN_ZIP = '/usr/bin/7zz';

/** The kinds of packages that need each program. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  [SEVEN_ZIP]: ['zip', 'nsis'],
  '/usr/bin/makensis': ['nsis'],
  '/usr/bin/dpkg-deb': ['deb'],
  '/usr/bin/rpmbuild': ['rpm'],
  '/usr/bin/mksquashfs': ['AppImage'],
  '/usr/bin/desktop-file-validate': ['AppImage'],
};

export interface PackingTools {
  readonly environment: Readonly<Record<string, string>>;
  /** Programs that are not on this machine, with the kinds of packages that then cannot be made. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
}

/** @param folder - for stand-ins; empty */
export function findPackingTools(folder: string): PackingTools {
  const missing = Object.fromEntries(Object.entries(NEEDS).filter(([path]) => !existsSync(path)));
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeProgram(join(bin, 'wine'), WINE);
  writeProgram(
    join(bin, 'fpm'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, 'fpm-stub.ts')}" "$@"\n`,
  );
  if (existsSync(NSIS)) {
    mkdirSync(join(folder, 'nsis', 'linux'), { recursive: true });
    for (const name of readdirSync(NSIS)) symlinkSync(join(NSIS, name), join(folder, 'nsis', name));
    writePlugins(join(folder, 'nsis-resources', 'plugins', 'x86-unicode'));
    writeProgram(join(folder, 'nsis', 'linux', 'makensis'), MAKENSIS(join(folder, 'nsis.log')));
  }
  const appImage = join(folder, 'appimage');
  for (const arch of ['x64', 'arm64']) mkdirSync(join(appImage, 'lib', arch), { recursive: true });
  mkdirSync(join(appImage, 'runtimes'));
  for (const name of ['mksquashfs', 'desktop-file-validate']) symlinkSync(join('/usr/bin', name), join(appImage, name));
  for (const arch of ['x64', 'arm64']) writeProgram(join(appImage, 'runtimes', `runtime-${arch}`), APPIMAGE_RUNTIME);
  return {
    missing,
    environment: {
      PATH: [bin, process.env['PATH']].join(':'),
      ELECTRON_BUILDER_7ZIP_PATH: SEVEN_ZIP,
      ELECTRON_BUILDER_NSIS_DIR: join(folder, 'nsis'),
      ELECTRON_BUILDER_NSIS_RESOURCES_DIR: join(folder, 'nsis-resources'),
      ELECTRON_BUILDER_CACHE: join(folder, 'cache'),
      CUSTOM_FPM_PATH: join(bin, 'fpm'),
      APPIMAGE_TOOLS_PATH: appImage,
    },
  };
}

/** Those that are of Sarvi's script: Debian's NSIS has no Finnish for some texts of its own. */
export function nsisWarnings(log: string): string[] {
  const lines = log.split('\n').filter((line) => /^\s*warning: /.test(line));
  return lines.filter((line) => !line.includes('for language Finnish is missing'));
}

/** Keeps what it prints, since electron-builder does not show its warnings. */
const MAKENSIS = (log: string): string => `#!/bin/bash
set -o pipefail
/usr/bin/makensis "$@" 2>&1 | tee -a "${log}"
`;

/** The real one mounts what follows it in the file and starts the program there. */
const APPIMAGE_RUNTIME = '#!/bin/sh\necho "a stand-in for the runtime"\nexit 0\n';

/** All that electron-builder has wine do: run the half-made installer, so that it writes its uninstaller. */
const WINE = `#!/bin/sh
[ "$1" = --version ] && { echo wine-11.0; exit; }
for each in "$@"; do case "$each" in *.exe) installer=$each ;; esac; done
cp "$installer" "\${installer%exe}__uninstaller.exe"
`;

/** Debian has NSIS's own plug-ins; of the further ones a script needs only the names of their functions. */
function writePlugins(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const scripts = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ns[hi]$/.test(name),
  );
  const functions = new Map<string, Set<string>>();
  for (const name of scripts) {
    const text = readFileSync(join(templates, name), 'utf8');
    for (const [, plugin = '', exported = ''] of text.matchAll(/\b(\w+)::(\w+)/g)) {
      functions.set(plugin, (functions.get(plugin) ?? new Set()).add(exported));
    }
  }
  for (const name of readdirSync(join(NSIS, 'Plugins', 'x86-unicode'))) functions.delete(name.replace(/\.dll$/, ''));
  for (const [plugin, names] of functions) writeFileSync(join(folder, `${plugin}.dll`), pluginStub(plugin, [...names]));
}

function writeProgram(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
