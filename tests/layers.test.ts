/** The borders between folders can be crossed only on purpose: every rule fires on the bad fixture in tests/layers. */
import { ESLint } from 'eslint';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

interface Cruise {
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string } }[] };
}

it('fires every rule of dependency-cruiser', async () => {
  const program = fileURLToPath(
    new URL('../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', import.meta.url),
  );
  const args = [program, 'tests/layers', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const env = { ...process.env, SARVI_LAYERS_TREE: 'tests/layers/' };
  // The exit code is the number of violations.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  );
  const fired = (JSON.parse(stdout) as Cruise).summary.violations.map(({ rule }) => rule.name);
  const config = require('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
  expect([...new Set(fired)].sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
});

it.each([
  "import type { Ports } from '../../src-main/core/ports.ts';",
  "import { readFile } from 'node:fs/promises';",
  "import { app } from 'electron';",
  "import type Database from 'better-sqlite3';",
])('refuses in a component, where dependency-cruiser does not see it: %s', async (line) => {
  const eslint = new ESLint({ cwd: root });
  const filePath = fileURLToPath(new URL('../src-renderer/ui/Button.svelte', import.meta.url));
  const [result] = await eslint.lintText(`<script lang="ts">\n  ${line}\n</script>\n`, { filePath });
  expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-imports');
});

it.each([
  ['history/ConversationRow.svelte', "import type { Rows } from '../chat/plan-rows.ts';"],
  ['chat/Composer.svelte', "import Palette from '../palette/Palette.svelte';"],
  ['markdown/Markdown.svelte', "import type { Rows } from '../chat/plan-rows.ts';"],
  ['state/app.svelte.ts', "import type { Words } from '../app/words.ts';"],
])('refuses in %s a feature of another folder: %s', async (file, line) => {
  const eslint = new ESLint({ cwd: root });
  const filePath = fileURLToPath(new URL(`../src-renderer/${file}`, import.meta.url));
  const text = file.endsWith('.svelte') ? `<script lang="ts">\n  ${line}\n</script>\n` : `${line}\n`;
  const [result] = await eslint.lintText(text, { filePath });
  expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-imports');
});

it('takes every folder of the renderer that is not shared for a feature', () => {
  const { FEATURES, SHARED, TOP } = require('../renderer-folders.cjs') as Record<string, string | string[]>;
  const folders = readdirSync(new URL('../src-renderer', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect([FEATURES, SHARED, TOP].flat().sort()).toEqual(folders.sort());
});
