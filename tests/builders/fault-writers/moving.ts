/** Moves all models to and fro between two folders, as if on different disks. Arguments: data folder, two folders. */
import { openLibrary, otherDisk } from '../placed-models.ts';
import { report } from './report.ts';

const [dataFolder = '', ...parents] = process.argv.slice(2);
const { move, settled } = await openLibrary(dataFolder, { renameFolder: otherDisk });
report({ kind: 'working' });
for (let turn = 0; ; turn += 1) {
  await move.moveTo(parents[turn % parents.length] ?? null);
  const { error } = await settled();
  if (error !== null) throw new Error(error.message);
}
