import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Program } from '../../core/ports.ts';

export interface ProgramClues {
  readonly platform: string;
  readonly execPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether there is such a file. */
  readonly exists?: (path: string) => boolean;
}

/** Where dpkg lists the files of the package. */
const DPKG_LIST = '/var/lib/dpkg/info/sarvi-desktop.list';

/** How the packaged program was installed; null on a system that Sarvi is not packaged for. */
export function findProgram({ platform, execPath, environment, exists = existsSync }: ProgramClues): Program | null {
  const folder = dirname(execPath);
  switch (platform) {
    case 'win32':
      return exists(join(folder, 'Uninstall Sarvi.exe'))
        ? { kind: 'nsis', path: execPath }
        : { kind: 'portable', path: null };
    case 'darwin':
      return { kind: 'mac', path: execPath };
    case 'linux': {
      const { APPIMAGE: image, APPDIR: mounted } = environment;
      if (image !== undefined && mounted !== undefined && isWithin(execPath, mounted)) {
        return { kind: 'appimage', path: image };
      }
      if (!execPath.startsWith('/opt/')) return { kind: 'tar', path: null };
      return { kind: exists(DPKG_LIST) ? 'deb' : 'rpm', path: null };
    }
    default:
      return null;
  }
}

/** An AppImage that has started this program, such as a terminal, leaves its variables as well. */
function isWithin(path: string, folder: string): boolean {
  try {
    return realpathSync(path).startsWith(realpathSync(folder) + sep);
  } catch {
    return false;
  }
}
