/**
 * A hook of electron-builder: writes which files the Windows package has, as macros that the uninstaller is compiled
 * with. So it removes these and nothing else.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** As electron-builder numbers it. */
const ARM64 = 3;

export default function writeInstalledFiles({ electronPlatformName, appOutDir, arch, packager }) {
  if (electronPlatformName !== 'win32') return;
  const entries = readdirSync(appOutDir, { recursive: true, withFileTypes: true });
  const path = (entry) =>
    relative(appOutDir, join(entry.parentPath, entry.name)).replaceAll(sep, '\\').replaceAll('$', '$$$$');
  const files = entries.filter((entry) => !entry.isDirectory()).map(path);
  const depth = (folder) => folder.split('\\').length;
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(path)
    .sort((a, b) => depth(b) - depth(a));
  const macro = (name, paths) => [
    `!macro ${name} OPERATION`,
    ...paths.map((each) => `  !insertmacro \${OPERATION} "${each}"`),
    '!macroend',
  ];
  const lines = [...macro('installedFiles', files), ...macro('installedFolders', folders), ''];
  const name = `installed-files-${arch === ARM64 ? 'arm64' : 'x64'}.nsh`;
  writeFileSync(join(packager.info.buildResourcesDir, name), lines.join('\n'));
}
