/**
 * A stand-in for Electron's program files, for packaging where those cannot be had: what electron-builder looks for and
 * changes (names, version information, fuses), and no program.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FUSE_SENTINEL } from './read-fuses.ts';
import type { Target } from './targets.ts';

/** The used part of resedit, which electron-builder brings. */
interface ResEdit {
  readonly NtExecutable: {
    createEmpty(
      is32Bit: boolean,
      isLibrary: boolean,
    ): { setExtraData(bytes: ArrayBuffer): void; generate(): ArrayBuffer };
  };
  readonly NtExecutableResource: {
    from(program: object): { readonly entries: object[]; outputResource(program: object): void };
  };
  readonly Resource: {
    readonly VersionInfo: {
      createEmpty(): {
        setFileVersion(...parts: number[]): void;
        setProductVersion(...parts: number[]): void;
        setStringValues(language: object, values: Readonly<Record<string, string>>): void;
        outputToResourceEntries(entries: object[]): void;
      };
    };
  };
}

/** The states of Electron 45 as it is shipped. */
const FUSE_WIRE = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 9]), Buffer.from('101100011')]);
const SCRIPT = Buffer.from('#!/bin/sh\necho "a stand-in, not Electron"\nexit 0\n# ');

export function makeElectronStub(folder: string, { os }: Target): void {
  if (os === 'mac') makeMacStub(join(folder, 'Electron.app', 'Contents'));
  else {
    const isWindows = os === 'win';
    write(join(folder, isWindows ? 'electron.exe' : 'electron'), isWindows ? windowsProgram() : linuxProgram(), 0o755);
    for (const locale of ['en-US', 'en-GB', 'fi', 'sv', 'de']) write(join(folder, 'locales', `${locale}.pak`), 'stub');
  }
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) write(join(folder, name), 'stub');
  write(join(folder, 'version'), '45.4.1');
}

function linuxProgram(): Buffer {
  return Buffer.concat([SCRIPT, FUSE_WIRE]);
}

/** An empty program with version information, whose resources electron-builder edits. */
function windowsProgram(): Buffer {
  const builder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
  const { NtExecutable, NtExecutableResource, Resource } = builder('resedit') as ResEdit;
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  const language = { lang: 1033, codepage: 1200 };
  version.setFileVersion(45, 4, 1, 0, language.lang);
  version.setProductVersion(45, 4, 1, 0, language.lang);
  version.setStringValues(language, { ProductName: 'Electron', FileDescription: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  program.setExtraData(new Uint8Array(FUSE_WIRE).buffer);
  return Buffer.from(program.generate());
}

function makeMacStub(contents: string): void {
  const plist = (name: string, extra = ''): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>CFBundleExecutable</key>` +
    `<string>${name}</string><key>CFBundleIdentifier</key><string>com.github.Electron</string>` +
    `<key>CFBundlePackageType</key><string>APPL</string>${extra}</dict></plist>\n`;
  write(join(contents, 'MacOS', 'Electron'), SCRIPT, 0o755);
  write(join(contents, 'Info.plist'), plist('Electron', '<key>NSPrincipalClass</key><string>AtomApplication</string>'));
  write(join(contents, 'Resources', 'electron.icns'), 'stub');
  const frameworks = join(contents, 'Frameworks');
  write(join(frameworks, 'Electron Framework.framework', 'Electron Framework'), FUSE_WIRE);
  for (const locale of ['en', 'fi', 'de']) {
    write(
      join(frameworks, 'Electron Framework.framework', 'Versions', 'A', 'Resources', `${locale}.lproj`, 'locale.pak'),
      'stub',
    );
  }
  for (const kind of ['', ' (Renderer)', ' (GPU)', ' (Plugin)']) {
    const name = `Electron Helper${kind}`;
    write(join(frameworks, `${name}.app`, 'Contents', 'MacOS', name), SCRIPT, 0o755);
    write(join(frameworks, `${name}.app`, 'Contents', 'Info.plist'), plist(name));
  }
}

function write(path: string, content: Buffer | string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}
