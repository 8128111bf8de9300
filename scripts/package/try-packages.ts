/** Packs every system in a temporary folder, checks each package, and prints a table. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveFaults } from './check-archive.ts';
import { checkContents, RUNTIME } from './check-contents.ts';
import { archiveCliFolder, makeCliFolder } from './cli-archive.ts';
import type { PackageList } from '../../src-main/core/cuda/package-list.ts';
import { makeCudaPackage } from './cuda-package.ts';
import { makeElectronStub } from './electron-stub.ts';
import { tryDeb } from './install-deb.ts';
import { pack, unpackedFolder } from './pack.ts';
import { findPackingTools, nsisWarnings, type PackingTools } from './packing-tools.ts';
import { answerAndSearch, runPacked } from './run-packed.ts';
import { stage } from './stage.ts';
import { tryScenario } from './try-scenario.ts';
import { TARGETS, targetName, type Target } from './targets.ts';

interface Row {
  readonly target: string;
  readonly package: string;
  readonly size: string;
  readonly outcome: string;
}

/** Those that can be made here. */
const KINDS = { linux: ['AppImage', 'deb', 'rpm', 'tar.gz'], win: ['nsis', 'zip'], mac: ['zip'] } as const;
const NOT_HERE = [
  ['mac', 'dmg', 'needs macOS'],
  ['win, mac', 'signatures of programs', 'need certificates'],
  ['all', 'the program itself', "Electron's program is a stand-in here; the release workflow starts the real one"],
] as const;

const named = process.argv.slice(2);
const wanted = named.length === 0 ? TARGETS : TARGETS.filter((target) => named.includes(targetName(target)));
const rows: Row[] = [];
let hasFailed = false;

const work = mkdtempSync(join(tmpdir(), 'sarvi-packages-'));
try {
  const tools = findPackingTools(join(work, 'tools'));
  for (const [path, kinds] of Object.entries(tools.missing)) {
    note('all', kinds.join(', '), '', `not made: ${path} is not here`);
  }
  for (const target of wanted) tryTarget(target, join(work, targetName(target)), tools);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const [system, name, reason] of NOT_HERE) note(system, name, '', `not possible here: ${reason}`);
console.table(rows);
if (hasFailed) process.exitCode = 1;

function tryTarget(target: Target, folder: string, { environment, missing }: PackingTools): void {
  const name = targetName(target);
  const electronFolder = join(folder, 'electron');
  const projectFolder = join(folder, 'project');
  const outputFolder = join(folder, 'packed');
  const kinds = KINDS[target.os].filter((kind) => !Object.values(missing).flat().includes(kind));
  attempt(name, 'folder', () => {
    stage(projectFolder, target);
    if (target.os === 'win') makeRuntimeStub(projectFolder);
    makeElectronStub(electronFolder, target);
    // Debian's NSIS lacks some Finnish texts of its own, and warns.
    const settings = ['nsis.warningsAsErrors=false'];
    pack(target, {
      projectFolder,
      outputFolder,
      electronFolder,
      kinds: ['dir', ...kinds],
      environment,
      settings,
    });
    const { files, sizeBytes, uncheckedScripts, faults } = checkContents(unpackedFolder(outputFolder, target), target);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    note(
      name,
      'folder',
      megabytes(sizeBytes),
      `${files} files as allowed, ${uncheckedScripts} scripts outside the archive`,
    );
  });
  for (const file of readdirSync(outputFolder).filter((each) => /\.(?:AppImage|deb|rpm|tar\.gz|exe|zip)$/.test(each))) {
    const path = join(outputFolder, file);
    attempt(name, file, () => {
      const faults = archiveFaults(path, target);
      if (faults !== null && faults.length > 0) throw new Error(faults.join('\n'));
      note(name, file, megabytes(statSync(path).size), faults === null ? 'made' : 'made, with what it must have');
    });
  }
  if (target.os === 'win' && kinds.some((kind) => kind === 'nsis')) {
    attempt(name, 'nsis script', () => {
      const warnings = nsisWarnings(readFileSync(join(work, 'tools', 'nsis.log'), 'utf8'));
      if (warnings.length > 0) throw new Error(warnings.join('\n'));
      note(name, 'nsis script', '', 'compiles without a warning of its own');
    });
  }
  attempt(name, 'cuda', () => {
    const made = makeCudaPackage(join(projectFolder, 'node_modules'), target, outputFolder);
    if (made === null) return;
    const { files } = JSON.parse(readFileSync(made.list, 'utf8')) as PackageList;
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    note(
      name,
      'cuda',
      megabytes(statSync(made.archive).size),
      `${files.length} files, ${megabytes(sizeBytes)} unpacked`,
    );
  });
  if (target.os === 'linux' && target.arch === process.arch) tryHere(target, folder, outputFolder);
  rmSync(folder, { recursive: true, force: true });
}

function tryHere(target: Target, folder: string, outputFolder: string): void {
  const name = targetName(target);
  const app = unpackedFolder(outputFolder, target);
  attempt(name, 'packed command line', () => {
    runPacked(join(app, 'resources'), join(folder, 'run'));
    note(name, 'packed command line', '', 'imported the guide model, answered in two languages, found an answer');
  });
  attempt(name, 'scenarios', () => {
    note(name, 'scenarios', '', tryScenario(join(folder, 'run', 'resources', 'app'), join(folder, 'scenario')));
  });
  attempt(name, 'sarvi-cli', () => {
    const cli = makeCliFolder(app, target, process.execPath, folder);
    answerAndSearch(join(cli, 'sarvi'), join(cli, 'lib', 'app', 'resources', 'guide-model'), join(folder, 'cli data'));
    const size = statSync(archiveCliFolder(cli, target, outputFolder)).size;
    note(name, 'sarvi-cli', megabytes(size), 'imported the guide model, answered in two languages, found an answer');
  });
  const deb = readdirSync(outputFolder).find((file) => file.endsWith('.deb'));
  if (deb === undefined) return;
  attempt(name, 'deb, installed', () =>
    note(name, 'deb, installed', '', tryDeb(join(outputFolder, deb), join(folder, 'root'))),
  );
}

function attempt(target: string, name: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    hasFailed = true;
    note(target, name, '', `FAILED: ${(error as Error).message}`);
  }
}

function note(target: string, name: string, size: string, outcome: string): void {
  rows.push({ target, package: name, size, outcome });
  console.log(`${target} ${name}: ${size} ${outcome}`);
}

/** Microsoft's runtime is on the release's machine; here are files of its names. */
function makeRuntimeStub(projectFolder: string): void {
  const folder = join(projectFolder, 'build', 'vc-runtime');
  mkdirSync(folder, { recursive: true });
  for (const name of RUNTIME) writeFileSync(join(folder, name), 'stub');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
