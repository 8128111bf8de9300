/** Packs every system in a temporary folder, checks each package, and prints a table. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContents, RUNTIME } from './check-contents.ts';
import { makeElectronStub } from './electron-stub.ts';
import { pack, unpackedFolder } from './pack.ts';
import { runPacked } from './run-packed.ts';
import { stage } from './stage.ts';
import { TARGETS, targetName, type Target } from './targets.ts';

interface Row {
  readonly target: string;
  readonly package: string;
  readonly size: string;
  readonly outcome: string;
}

const rows: Row[] = [];
let hasFailed = false;

const work = mkdtempSync(join(tmpdir(), 'sarvi-packages-'));
try {
  for (const target of TARGETS) tryTarget(target, join(work, targetName(target)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.table(rows);
if (hasFailed) process.exitCode = 1;

function tryTarget(target: Target, folder: string): void {
  const electronFolder = join(folder, 'electron');
  const projectFolder = join(folder, 'project');
  const outputFolder = join(folder, 'packed');
  attempt(target, 'folder', () => {
    stage(projectFolder, target);
    if (target.os === 'win') makeRuntimeStub(projectFolder);
    makeElectronStub(electronFolder, target);
    pack(target, { projectFolder, outputFolder, electronFolder, kinds: ['dir'] });
    const { files, sizeBytes, uncheckedScripts, faults } = checkContents(unpackedFolder(outputFolder, target), target);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return { sizeBytes, outcome: `${files} files as allowed, ${uncheckedScripts} scripts outside the archive` };
  });
  if (target.platform === process.platform && target.arch === process.arch && target.os === 'linux') {
    attempt(target, 'command line', () => {
      runPacked(join(unpackedFolder(outputFolder, target), 'resources'), join(folder, 'run'));
      return { outcome: 'imported the guide model, answered in two languages, found an answer' };
    });
  }
  rmSync(folder, { recursive: true, force: true });
}

function attempt(target: Target, name: string, act: () => { sizeBytes?: number; outcome: string }): void {
  let row: Row;
  try {
    const { sizeBytes, outcome } = act();
    row = {
      target: targetName(target),
      package: name,
      size: sizeBytes === undefined ? '' : megabytes(sizeBytes),
      outcome,
    };
  } catch (error) {
    hasFailed = true;
    row = { target: targetName(target), package: name, size: '', outcome: `FAILED: ${(error as Error).message}` };
  }
  rows.push(row);
  console.log(`${row.target} ${row.package}: ${row.size} ${row.outcome}`);
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
