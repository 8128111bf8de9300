/** What may be in the unpacked app of one system, what must be, and how large it may be, beside Electron's own files. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { nativeKind } from './native-kind.ts';
import { listArchive, type ArchivedFile } from './read-archive.ts';
import { readFuses, WANTED_FUSES } from './read-fuses.ts';
import { root } from './stage.ts';
import { targetName, type Target } from './targets.ts';

export interface Contents {
  /** Those of Sarvi, without Electron's. */
  readonly files: number;
  readonly sizeBytes: number;
  /** JavaScript that Electron does not check before it runs it. */
  readonly uncheckedScripts: number;
  /** In words; empty when all is well. */
  readonly faults: readonly string[];
}

/** The packages of llama.cpp's libraries, by target. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['linux-x64', 'linux-x64-vulkan'],
  'linux-arm64': ['linux-arm64'],
  'win-x64': ['win-x64', 'win-x64-vulkan'],
  'win-arm64': ['win-arm64'],
  'mac-arm64': ['mac-arm64-metal'],
  'mac-x64': ['mac-x64'],
};

const MB = 1_000_000;
/** A tenth above what they have, so that a library of another system or a bundle twice does not go unnoticed. */
const BUDGETS: Readonly<Record<string, number>> = {
  'linux-x64': 164 * MB,
  'linux-arm64': 60 * MB,
  'win-x64': 200 * MB,
  'win-arm64': 60 * MB,
  'mac-arm64': 55 * MB,
  'mac-x64': 72 * MB,
};

/** The folders of `resources` and the licences. */
const RESOURCES = [
  ...filesIn(join(root, 'resources')).filter((path) => path.includes('/')),
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
];
/** Those that electron-builder itself puts beside Sarvi's. */
const PACKER_FILES = /^(?:icon\.icns|electron\.icns|[\w-]+\.lproj\/.*|app-update\.yml|apparmor-profile|package-type)$/;
/** What the build made, without its own notes. */
const REQUIRED = ['package.json', ...filesIn(join(root, 'out')).map((path) => `out/${path}`)].filter(
  (path) => !/\/\./.test(path),
);
/** Microsoft's C++ runtime, which Windows does not bring. */
export const RUNTIME = ['msvcp140.dll', 'vcruntime140.dll', 'vcruntime140_1.dll'];
const APP_FILE = /^(?:out\/.+\.(?:c?js|css|html|svg|wasm|woff2)|package\.json)$/;
/** A licence has any ending or none. */
const PACKAGE_FILE = /(?:\.(?:[cm]?js|json|node)|\/licen[cs]e[^/]*|\/bin\/[^/.]+|\/yargs)$/i;
const SCRIPT = /\.[cm]?js$/;

/** @param appFolder - as electron-builder leaves it, or as it is installed; on macOS the folder with `Sarvi.app` */
export function checkContents(appFolder: string, target: Target): Contents {
  const { contents, resources } = contentsFolders(appFolder, target);
  const archived = listArchive(join(resources, 'app.asar'));
  const outside = filesIn(join(resources, 'app.asar.unpacked'));
  const beside = filesIn(resources).filter((path) => !path.startsWith('app.asar.unpacked/'));
  const runtime = target.os === 'win' ? RUNTIME.filter((name) => existsSync(join(contents, name))) : [];
  const sizeOf = (path: string): number => statSync(path).size;
  const sizes = [
    ...outside.map((path) => sizeOf(join(resources, 'app.asar.unpacked', path))),
    ...beside.filter((path) => !PACKER_FILES.test(path)).map((path) => sizeOf(join(resources, path))),
    ...runtime.map((name) => sizeOf(join(contents, name))),
  ];
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  const budget = BUDGETS[targetName(target)] ?? 0;
  return {
    files: archived.length + sizes.length - 1 - outside.length,
    sizeBytes,
    uncheckedScripts: outside.filter((path) => SCRIPT.test(path)).length,
    faults: [
      ...archiveFaults(archived),
      ...outsideFaults(outside, join(resources, 'app.asar.unpacked'), target),
      ...beside
        .filter((path) => path !== 'app.asar' && !PACKER_FILES.test(path) && !RESOURCES.includes(path))
        .map((path) => `beside the archive: ${path}`),
      ...RESOURCES.filter((path) => !beside.includes(path)).map((path) => `missing beside the archive: ${path}`),
      ...(target.os === 'win'
        ? RUNTIME.filter((name) => !runtime.includes(name)).map((name) => `missing: ${name}`)
        : []),
      ...fuseFaults(contents, target),
      ...(sizeBytes > budget ? [`${sizeBytes} bytes, and ${budget} are allowed`] : []),
    ],
  };
}

/** Where an unpacked app has its program's files, and where its resources. */
export function contentsFolders(appFolder: string, { os }: Target): { contents: string; resources: string } {
  if (os !== 'mac') return { contents: appFolder, resources: join(appFolder, 'resources') };
  const contents = join(appFolder, 'Sarvi.app', 'Contents');
  return { contents, resources: join(contents, 'Resources') };
}

function archiveFaults(files: readonly ArchivedFile[]): string[] {
  const packages = shippedPackages();
  const paths = new Set(files.map(({ path }) => path));
  const isStray = (path: string): boolean => {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name === undefined ? !APP_FILE.test(path) : !packages.has(name) || !PACKAGE_FILE.test(path);
  };
  const stray = files.filter(({ path, isOutside }) => !isOutside && isStray(path));
  return [
    ...stray.map(({ path }) => `in the archive: ${path}`),
    ...REQUIRED.filter((path) => !paths.has(path)).map((path) => `missing in the archive: ${path}`),
    ...files.filter((file) => !file.isOutside && !file.isChecked).map(({ path }) => `without a checksum: ${path}`),
  ];
}

/** Those that the lockfile has for more than development. */
function shippedPackages(): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  // The packer moves packages up to where no other version of them is.
  const shipped = Object.entries(packages).filter(([path, entry]) => path !== '' && !entry.dev);
  return new Set(shipped.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
}

function outsideFaults(paths: readonly string[], folder: string, target: Target): string[] {
  const libraries = LIBRARIES[targetName(target)] ?? [];
  const { platform, arch } = target;
  const sqlite = `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`;
  const koffi = `node_modules/@koromix/koffi-${platform}-${arch}/`;
  const addons = libraries.map((name) => `node_modules/@node-llama-cpp/${name}/bins/${name}/llama-addon.node`);
  const faults = [sqlite, ...addons].filter((path) => !paths.includes(path)).map((path) => `missing: ${path}`);
  if (!paths.some((path) => path.startsWith(koffi))) faults.push(`missing: ${koffi}`);
  for (const path of paths) {
    const isLibrary = libraries.some((name) => path.startsWith(`node_modules/@node-llama-cpp/${name}/bins/${name}/`));
    const kind = nativeKind(join(folder, path));
    if (!isLibrary && path !== sqlite && !(path.startsWith(koffi) && path.endsWith('/koffi.node'))) {
      faults.push(`outside the archive: ${path}`);
    } else if (kind === null ? !/\.(?:json|metal|metallib)$/.test(path) : kind !== targetName(target)) {
      faults.push(`${kind ?? 'no native file'}: ${path}`);
    }
  }
  return faults;
}

function fuseFaults(contents: string, { os }: Target): string[] {
  const framework = join(contents, 'Frameworks', 'Electron Framework.framework', 'Electron Framework');
  const program = { linux: 'sarvi-desktop', win: 'Sarvi.exe', mac: framework }[os];
  const fuses = readFuses(os === 'mac' ? framework : join(contents, program));
  return Object.entries(WANTED_FUSES)
    .filter(([name, wanted]) => fuses[name as keyof typeof fuses] !== wanted)
    .map(([name]) => `the fuse ${name} is wrong`);
}

/** With `/`, whatever the system. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}
