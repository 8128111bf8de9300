/**
 * `node scripts/package/make-cli.ts OUTPUT-FOLDER OS ARCH [NODE]`: makes the archive of the command line. For this machine's
 * own system it has the Node that runs this, and is tried; for another one NODE is that system's program.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveCliFolder, makeCliFolder } from './cli-archive.ts';
import { unpackedFolder } from './pack.ts';
import { answerAndSearch } from './run-packed.ts';
import { targetOf } from './target-of.ts';

const [folder = 'dist', os, arch, foreignNode] = process.argv.slice(2);
const target = targetOf(os, arch);
const work = mkdtempSync(join(tmpdir(), 'sarvi-cli-'));
try {
  const cli = makeCliFolder(unpackedFolder(folder, target), target, foreignNode ?? process.execPath, work);
  if (foreignNode === undefined) {
    const app = join(cli, 'lib', 'app');
    // A batch file is no program that can be started without a shell.
    const entry = target.os === 'win' ? join(app, 'out', 'main', 'cli.js') : join(cli, 'sarvi');
    answerAndSearch(entry, join(app, 'resources', 'guide-model'), join(work, 'data'));
  }
  console.log(archiveCliFolder(cli, target, folder));
} finally {
  rmSync(work, { recursive: true, force: true });
}
