/** `node scripts/package/check-package.ts OUTPUT-FOLDER OS ARCH`: checks what electron-builder has left unpacked there. */
import { checkContents } from './check-contents.ts';
import { unpackedFolder } from './pack.ts';
import { targetOf } from './target-of.ts';

const [folder = 'dist', os, arch] = process.argv.slice(2);
const target = targetOf(os, arch);
const { files, sizeBytes, uncheckedScripts, faults } = checkContents(unpackedFolder(folder, target), target);
console.log(`${files} files, ${(sizeBytes / 1e6).toFixed(1)} MB, ${uncheckedScripts} scripts outside the archive`);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
