import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

it.each(['LICENSE', 'THIRD-PARTY-NOTICES.md'])('a package carries %s', (name) => {
  const [, files = ''] =
    /^files:\n((?: {2}- .*\n)+)/m.exec(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')) ?? [];
  expect(files.split('\n')).toContain(`  - ${name}`);
  expect(existsSync(join(ROOT, name))).toBe(true);
});
