/**
 * `npm run reference:office [-- SOFFICE]`: has LibreOffice Writer read an exported document in each format, holds what it
 * found (headings, tables, notes, formulas, words) against the document, and writes it beside the tests with a digest of what
 * was read, so that `npm test` needs no LibreOffice. SOFFICE is its program, else `soffice`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environment, node24, root, say, setUp } from './setup.mjs';

const [soffice = 'soffice'] = process.argv.slice(2);
// The sources are TypeScript, which npm's own Node may not run.
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(spawnSync(node24, [import.meta.filename, soffice], { stdio: 'inherit', env }).status ?? 1);
}

const { OFFICE_DOCUMENT, OFFICE_FORMATS, digestOf, readFlat } = await import('../tests/builders/exported-document.ts');
const { missingWords } = await import('../tests/builders/missing-words.ts');
const { parseXml } = await import('../tests/builders/read-package.ts');
const { NOTE_WORDS, SAMPLE_WORDS } = await import('../tests/src-main/document/sample.ts');

const folder = mkdtempSync(join(tmpdir(), 'sarvi-office-'));
try {
  const version = run(['--version']).trim();
  const readings = {};
  for (const [format, write] of Object.entries(OFFICE_FORMATS)) {
    const reading = readFlat(parseXml(convert(format, write(OFFICE_DOCUMENT))));
    const faults = faultsOf(reading, format);
    if (faults.length > 0) throw new Error(`${format}: ${faults.join('; ')}`);
    const { words, ...structure } = reading;
    readings[format] = { digest: digestOf(format), ...structure, words: words.length };
    say(
      `${format}: ${words.length} words, ${structure.headings.length} headings, tables ${structure.tables.join(', ')}, ` +
        `${structure.notes} notes, ${structure.formulas.length} formulas`,
    );
  }
  const path = join(root, 'tests/src-main/document/libreoffice.json');
  writeFileSync(path, `${JSON.stringify({ version, readings })}\n`);
  spawnSync(join(root, 'node_modules/.bin/prettier'), ['--write', path]);
} finally {
  rmSync(folder, { recursive: true });
}

/** An OpenDocument text in one XML file. */
function convert(format, bytes) {
  const [source, target] = [join(folder, `koe.${format}`), join(folder, format)];
  writeFileSync(source, bytes);
  mkdirSync(target);
  // Else HTML is opened as a page, which has no such export.
  const filter = format === 'html' ? ['--infilter=HTML (StarWriter)'] : [];
  run([...filter, '--convert-to', 'fodt', '--outdir', target, source]);
  return readFileSync(join(target, 'koe.fodt'), 'utf8');
}

function run(words) {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  const all = [profile, '--headless', '--norestore', ...words];
  const { status, stdout, stderr, error } = spawnSync(soffice, all, { encoding: 'utf8', timeout: 180_000 });
  if (status !== 0) throw new Error(`${soffice} (LibreOffice Writer) is needed: ${error ?? stderr}`);
  return stdout;
}

/** What LibreOffice did not find as it was written. */
function faultsOf({ headings, tables, notes, formulas, words }, format) {
  const titles = ['Koe', 'Toisen asteen yhtälö', 'Matriisi', 'Toinen', 'Toinen vastaus'];
  const lines = Array.from({ length: 300 }, (_, line) => `rivi${line}`);
  // A browser's page has its notes at the end, and LibreOffice does not read its formulas.
  const [wantedNotes, wantedFormulas] = format === 'html' ? [0, 0] : [2, 6];
  return [
    ...missingWords(
      titles,
      headings.map((heading) => heading.replace(/^\d+ /, '')),
    ).map((title) => `no heading ${title}`),
    ...(tables.join() === '2 × 4,2 × 4,3 × 9' ? [] : [`tables ${tables.join()}`]),
    ...(notes === wantedNotes ? [] : [`${notes} notes`]),
    ...(formulas.length === wantedFormulas ? [] : [`${formulas.length} formulas`]),
    ...missingWords(SAMPLE_WORDS, words).map((word) => `no ${word}`),
    ...missingWords(NOTE_WORDS, words).map((word) => `no ${word} of a note`),
    ...missingWords(lines, words).map((word) => `no line ${word}`),
  ];
}
