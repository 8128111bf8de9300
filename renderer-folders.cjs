/**
 * Which folder of the renderer may import which, for dependency-cruiser and for ESLint. A folder that is named here is
 * shared or puts the features together; every other folder is a feature, so that a new one is a feature by itself.
 */
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Puts the features together; nothing imports it. */
const TOP = 'app';
/** What any feature may use. */
const SHARED = [
  'adapters',
  'attachments',
  'bridge',
  'documents',
  'language',
  'markdown',
  'messages',
  'presets',
  'results',
  'sampling',
  'state',
  'ui',
];

const root = join(__dirname, 'src-renderer');
for (const folder of [TOP, ...SHARED]) {
  if (!existsSync(join(root, folder)))
    throw new Error(`renderer-folders.cjs names src-renderer/${folder}, which is gone`);
}

const FEATURES = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== TOP && !SHARED.includes(entry.name))
  .map(({ name }) => name);

module.exports = { FEATURES, SHARED, TOP };
