/**
 * `npm run reference:tokenizers [-- PYTHON]`: has the real SentencePiece and Hugging Face tokenizers train vocabularies on
 * texts of this repository and tokenize the texts of the tests, and writes answers beside the tests, so that `npm test`
 * needs no Python. PYTHON is one that has the packages `sentencepiece` and `tokenizers`; without it a virtual environment
 * with both is made in a temporary folder. Then each vocabulary is imported by Sarvi, and its engine's tokens are compared
 * with the answers.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, node24, root, say, setUp } from './setup.mjs';

const [given = ''] = process.argv.slice(2);
// The sources are TypeScript, which npm's own Node may not run.
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(spawnSync(node24, [import.meta.filename, given], { stdio: 'inherit', env }).status ?? 1);
}

const { TOKENIZER_TEXTS } = await import('../tests/builders/tokenizer-texts.ts');
const { convertedWith, engineTokens } = await import('../tests/builders/engine-tokens.ts');
const { mergesFromPieces } = await import('../tests/builders/byte-fallback-files.ts');
const { compareByteLevel } = await import('./reference/compare-byte-level.mjs');
const { openEngine } = await import('../tests/builders/engine.ts');

const TRAINED_ON = ['README.md', 'CHANGELOG.md', 'src-renderer/language/fi.ts', 'src-main/contract/error-sentences.ts'];
const FIXTURE = join(root, 'tests/builders/sentencepiece-reference.json');
const BYTE_LEVEL_FIXTURE = join(root, 'tests/builders/byte-level-reference.json');
/** As Llama 2's was trained. */
const BPE = {
  vocab_size: 900,
  model_type: 'bpe',
  byte_fallback: true,
  split_digits: true,
  character_coverage: 0.9995,
  remove_extra_whitespaces: false,
  normalization_rule_name: 'identity',
  allow_whitespace_only_pieces: true,
  max_sentence_length: 20_000,
};
const MODELS = {
  'user-defined pieces': { ...BPE, user_defined_symbols: ['[INST]', '[/INST]', '<<SYS>>'] },
  'NFKC, blanks trimmed': { ...BPE, normalization_rule_name: 'nmt_nfkc', remove_extra_whitespaces: true },
  'no blank before a text': { ...BPE, add_dummy_prefix: false },
};

const PACKAGES = ['sentencepiece==0.2.3', 'tokenizers==0.22.2'];

/** The Python of a virtual environment with both packages. */
function makePython(folder) {
  const run = (program, ...args) => {
    const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? stderr}`);
  };
  const isWindows = process.platform === 'win32';
  run(isWindows ? 'python' : 'python3', '-m', 'venv', folder);
  const python = join(folder, isWindows ? 'Scripts/python.exe' : 'bin/python');
  run(python, '-m', 'pip', 'install', '--quiet', ...PACKAGES);
  return python;
}

const folder = mkdtempSync(join(tmpdir(), 'sarvi-reference-'));
const python = given === '' ? makePython(join(folder, 'python')) : given;
const corpus = TRAINED_ON.flatMap((name) => readFileSync(join(root, name), 'utf8').split('\n')).filter(
  (line) => line.trim() !== '',
);

function write(path, answers) {
  writeFileSync(path, `${JSON.stringify(answers)}\n`);
  spawnSync(node24, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', path]);
}

function ask() {
  const given = { corpus, texts: TOKENIZER_TEXTS, models: MODELS };
  const { status, stdout, stderr, error } = spawnSync(
    python,
    [join(root, 'scripts/reference/encode-with-sentencepiece.py')],
    { input: JSON.stringify(given), maxBuffer: 2 ** 30 },
  );
  if (status !== 0) {
    throw new Error(`${python} with sentencepiece is needed (pip install sentencepiece): ${error ?? stderr}`);
  }
  return JSON.parse(stdout);
}

const { version, models } = ask();
const [kept] = Object.values(models);
write(FIXTURE, { version, ...kept });
say(`SentencePiece ${version}; its answers are written. Sarvi's engine has the same tokens for`);

const { engine } = openEngine();
try {
  const compare = async (name, files, ids, size) => {
    const path = await convertedWith(folder, name, {
      vocabulary: size,
      files,
      chatTemplate: '{{ messages[0].content }}',
    });
    const found = await engineTokens(engine, path, TOKENIZER_TEXTS);
    const same = found.filter((tokens, index) => tokens.join() === ids[index].join()).length;
    say(`  ${same} of ${found.length} texts: ${name}`);
  };
  for (const [name, { file, ids }] of Object.entries(models)) {
    await compare(name, { 'tokenizer.model': Buffer.from(file, 'base64') }, ids, BPE.vocab_size);
  }
  const json = JSON.stringify(mergesFromPieces(Buffer.from(kept.file, 'base64'), BPE.vocab_size));
  await compare('tokenizer.json, scores by rank', { 'tokenizer.json': json }, kept.ids, BPE.vocab_size);
  write(BYTE_LEVEL_FIXTURE, await compareByteLevel(python, corpus, { engine, folder }));
} finally {
  await engine.dispose();
  rmSync(folder, { recursive: true });
}
