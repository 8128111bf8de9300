/**
 * `node scripts/package/make-cuda.ts OUTPUT-FOLDER OS ARCH`: makes the CUDA package of a release out of what npm has
 * installed: `sarvi-cuda-<os>-<arch>.zip` and beside it the list of its files. The feed signs both.
 */
import { join } from 'node:path';
import { makeCudaPackage } from './cuda-package.ts';
import { root } from './stage.ts';
import { targetOf } from './target-of.ts';

const [folder = 'dist', os, arch] = process.argv.slice(2);
const made = makeCudaPackage(join(root, 'node_modules'), targetOf(os, arch), folder);
if (made !== null) console.log(`${made.archive}\n${made.list}`);
