import { readFileSync } from 'node:fs';

/** @see @electron/fuses dist/constants.js */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** In the order of the wire; what follows is of newer versions and stays as Electron ships it. */
const NAMES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

export type Fuses = Readonly<Record<(typeof NAMES)[number], boolean>>;

/** What a packed Sarvi has. */
export const WANTED_FUSES: Fuses = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** @param programPath - Electron's program; on macOS the file `Electron Framework` */
export function readFuses(programPath: string): Fuses {
  const program = readFileSync(programPath);
  const at = program.indexOf(FUSE_SENTINEL);
  if (at === -1) throw new Error(`no fuses in ${programPath}`);
  const wire = program.subarray(at + FUSE_SENTINEL.length + 2);
  return Object.fromEntries(NAMES.map((name, index) => [name, wire[index] === 0x31])) as Fuses;
}
