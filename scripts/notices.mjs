/**
 * Writes THIRD-PARTY-NOTICES.md: every package that is part of a packaged Sarvi, with its licence. The list comes from
 * the lockfile, so that it is the same on every system; the texts come from node_modules where the package is there.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { dependencies } = readJson('package.json');
const { packages } = readJson('package-lock.json');

/** devDependencies whose code the renderer bundle or the package itself carries. */
const BUNDLED = [
  '@lucide/svelte',
  'bits-ui',
  'dompurify',
  'electron',
  'entities',
  'fflate',
  'highlight.js',
  'katex',
  'marked',
  'parse5',
  'pdfjs-dist',
  'svelte',
];
/** Installers' helpers of a bundled package that ship no code. */
const NOT_SHIPPED = new Set(['@napi-rs/canvas', '@electron/get', 'extract-zip', '@types/node', 'undici-types']);

/** Of a bundled package, what only its command line needs. */
const NOT_BUNDLED = new Set(['node_modules/katex/node_modules/commander']);

const found = new Map();
for (const name of [...Object.keys(dependencies), ...BUNDLED]) collect(name, '');

const rows = [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
const texts = new Map();
for (const row of rows) {
  const text = licenceText(row.path);
  if (text === null) continue;
  const names = texts.get(text) ?? [];
  names.push(`${row.name} ${row.version}`);
  texts.set(text, names);
}

const page = [
  '# Third-party notices',
  '',
  'Made by `npm run notices`. Sarvi itself is licensed under Apache-2.0 (LICENSE).',
  '',
  '| package | version | licence |',
  '| --- | --- | --- |',
  ...rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  '',
  'The `@node-llama-cpp/*` packages carry compiled llama.cpp and ggml (MIT, Copyright (c) 2023-2026 The ggml authors).',
  '`languages/profiles.br` packs the language profiles of langdetect 1.0.9 (Apache-2.0, as LICENSE; Copyright 2014 Michal',
  '"Mimino" Danilak; the profiles are those of Nakatani Shuyo’s language-detection, Copyright 2010-2014 Cybozu Labs, Inc.).',
  'Electron carries Chromium and Node.js; their notices are in `LICENSES.chromium.html` of the packaged app.',
  '',
  ...[...texts].flatMap(([text, names]) => [`## ${names.join(', ')}`, '', '```text', text, '```', '']),
].join('\n');
writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), page);
process.stdout.write(`THIRD-PARTY-NOTICES.md: ${rows.length} packages, ${texts.size} licence texts\n`);

/** Follows what `name` needs, as Node resolves it from the package at `from`. */
function collect(name, from) {
  const path = resolve(name, from);
  if (path === null || found.has(path) || NOT_SHIPPED.has(name) || NOT_BUNDLED.has(path)) return;
  const entry = packages[path];
  found.set(path, { name, path, version: entry.version, licence: entry.license ?? 'see text' });
  for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) collect(next, path);
}

function resolve(name, from) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const path = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (packages[path]) return path;
    if (base === '') return null;
  }
}

function licenceText(path) {
  const folder = join(root, path);
  if (!existsSync(folder)) return null;
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|$)/i.test(name));
  if (!file) return null;
  return readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').replaceAll('```', "'''").trim();
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
