/**
 * `npm run reference:evaluation [-- PYTHON]`: has the reference programs judge invented answers, compares Sarvi's verdicts
 * with theirs one by one, and writes some of them beside the tests, so that `npm test` needs no Python. PYTHON is one that
 * has the packages; else one is set up in a temporary folder, from PyPI. For Finnish the package heliport is needed too,
 * which needs Python 3.11 or later.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, node24, root, say, setUp } from './setup.mjs';

/** From 3.10.3 on, NLTK counts a combining mark as part of a word; the published figures are older. */
const PACKAGES = [
  'lm-eval==0.4.13',
  'langdetect==1.0.9',
  'nltk==3.10.2',
  'heliport==1.0.1',
  'llama-index-core==0.14.25',
];
/** What those need of their own; the rest of a harness is not used. */
const NEEDED = ['six', 'regex', 'click', 'joblib', 'tqdm', 'packaging', 'defusedxml', 'immutabledict'];
const LINES = { en: 6000, fi: 6000 };
/** langdetect draws random numbers. A line whose verdict hangs on them says nothing, and is left out. */
const SEEDS = [0, 1, 2, 3, 4];
const KEPT = 350;

const [given] = process.argv.slice(2);
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(
    spawnSync(node24, [import.meta.filename, ...(given ? [given] : [])], { stdio: 'inherit', env }).status ?? 1,
  );
}

const { createJudge } = await import('../src-main/core/evaluation/ifeval/create-judge.ts');
const { loadEuropeanDetector } = await import('../src-main/core/evaluation/ifeval/detection/detect-european.ts');
const { readLanguageProfiles } = await import('../src-main/core/evaluation/ifeval/detection/language-profiles.ts');
const { ENGLISH_TABLES } = await import('../src-main/core/evaluation/ifeval/punkt/english-tables.ts');
const { readPunktTables } = await import('../src-main/core/evaluation/ifeval/punkt/read-punkt-tables.ts');
const { compareVerdicts, sumOf } = await import('../tests/builders/compare-verdicts.ts');
const { inventAnswer, inventAnswerTo } = await import('../tests/builders/ifeval-answers.ts');
const { randomOf } = await import('../tests/builders/random.ts');

const folder = mkdtempSync(join(tmpdir(), 'sarvi-reference-'));
try {
  const python = given ?? setUpPython();
  const packages = capture(python, ['-c', "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  const punkt = join(packages, 'llama_index/core/_static/nltk_cache');
  const european = await loadEuropeanDetector();
  const profiles = await readLanguageProfiles(join(root, 'resources'));
  const tables = await readPunktTables(join(punkt, 'tokenizers/punkt_tab'));
  const kept = [];
  for (const language of ['en', 'fi']) {
    const pairs = stablePairs(python, punkt, language);
    for (const [name, used] of [
      ['NLTK’s tables', tables],
      ['Sarvi’s own tables', ENGLISH_TABLES],
    ]) {
      tell(
        `${language}, ${name}`,
        pairs,
        createJudge({ profiles, tables: used, european: language === 'fi' ? european : null }),
      );
    }
    kept.push(...pairs.slice(0, KEPT).map(([line, verdicts]) => JSON.stringify({ language, line, verdicts })));
  }
  writeFileSync(join(root, 'tests/src-main/core/evaluation/ifeval/reference-verdicts.jsonl'), `${kept.join('\n')}\n`);
  recordHarnessFiles(python, punkt);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the harness writes for answers that are given, which Sarvi's exports are compared with. */
function recordHarnessFiles(python, punkt) {
  const kept = join(root, 'tests/src-main/core/evaluation/export/harness');
  const data = join(kept, 'data.jsonl');
  const script = join(root, 'scripts/reference/harness-files.py');
  capture(python, [script, data, join(kept, 'answers.json'), folder], undefined, { NLTK_DATA: punkt });
  for (const name of readdirSync(join(folder, 'given'))) {
    const text = readFileSync(join(folder, 'given', name), 'utf8')
      .replaceAll(data, 'data.jsonl')
      .replaceAll(folder, '.');
    writeFileSync(join(kept, name.startsWith('samples') ? 'samples.jsonl' : 'results.json'), text);
  }
}

function setUpPython() {
  say('setting up Python');
  capture('python3', ['-m', 'venv', folder]);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python' : 'bin/python');
  capture(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', ...PACKAGES]);
  capture(python, ['-m', 'pip', 'install', '--quiet', ...NEEDED]);
  // With what it needs to write its files.
  capture(python, ['-m', 'pip', 'install', '--quiet', 'lm-eval==0.4.13']);
  return python;
}

function capture(program, args, input, environmentOf = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, ...environmentOf },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? stderr}`);
  return stdout.trim();
}

/** Invented lines with the verdicts of the reference programs, where these are the same each time. */
function stablePairs(python, punkt, language) {
  const random = randomOf(language === 'en' ? 21 : 22);
  const own = readFileSync(join(root, `resources/ifeval/sarvi-${language}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  // Every third line answers a prompt of Sarvi's own set.
  const lines = Array.from({ length: LINES[language] }, (_, index) =>
    index % 3 === 0 ? inventAnswerTo(random, language, own[(index / 3) % own.length]) : inventAnswer(random, language),
  );
  const ask = (asked, seed) => {
    const input = asked.map((line) => JSON.stringify(line)).join('\n');
    const environmentOf = { NLTK_DATA: punkt, SEED: String(seed) };
    return capture(python, [join(root, 'scripts/reference/ifeval-verdicts.py'), language], input, environmentOf).split(
      '\n',
    );
  };
  const [first, ...further] = SEEDS;
  const answers = new Map(ask(lines, first).map((answer, index) => [lines[index], answer]));
  const drawn = lines.filter(({ instruction_id_list: ids }) =>
    ids.some((id) => /language:|change_case:english/.test(id)),
  );
  for (const seed of further) {
    for (const [index, answer] of ask(drawn, seed).entries()) {
      const line = drawn[index];
      if (answers.get(line) !== answer) answers.delete(line);
    }
  }
  const pairs = [...answers].map(([line, text]) => {
    const answer = JSON.parse(text);
    return [line, answer.error === undefined ? answer : null];
  });
  say(`${language}: ${lines.length} lines, ${lines.length - pairs.length} hang on random numbers and are left out`);
  return pairs;
}

function tell(name, pairs, judge) {
  const differences = [];
  const found = compareVerdicts(pairs, judge, (id, index, line) =>
    differences.push([id, line.kwargs[index], line.response]),
  );
  const { equal, verdicts } = sumOf(Object.values(found));
  say(`${name}: ${equal} of ${verdicts} verdicts equal (${((100 * equal) / verdicts).toFixed(2)} %)`);
  for (const [id, agreement] of Object.entries(found)) {
    if (agreement.equal < agreement.verdicts) say(`  ${id}: ${agreement.equal} of ${agreement.verdicts}`);
  }
  for (const difference of differences.slice(0, Number(process.env.SARVI_SHOW ?? 0))) say(JSON.stringify(difference));
}
