/**
 * `npm run reference:training [-- PYTHON]`: exports data sets of each kind, and has TRL parse all recipes, tokenize the rows by
 * its own pipeline, and train the guide model with the recipe for a processor. The tokens are compared with those that Sarvi
 * counted, and the trained models are imported. PYTHON is one that has the packages below; without it a virtual
 * environment with them is made in a temporary folder (several gigabytes).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, node24, root, say, setUp } from './setup.mjs';

const PACKAGES = ['trl==1.9.2', 'transformers==5.14.1', 'peft', 'accelerate', 'datasets', 'torch', 'pyyaml'];
const GUIDE = join(root, 'resources', 'guide-model');
const PAIRS = 40;
const KINDS = [
  { kind: 'preference', method: 'dpo', sources: ['edits', 'siblings'] },
  { kind: 'kto', method: 'kto', sources: ['thumbs'] },
  { kind: 'sft', method: 'sft', sources: ['conversations'] },
];

const [given = ''] = process.argv.slice(2);
// The sources are TypeScript, which npm's own Node may not run.
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(spawnSync(node24, [import.meta.filename, given], { stdio: 'inherit', env }).status ?? 1);
}

const { createApp } = await import('../src-main/core/app.ts');
const { History } = await import('../src-main/core/history/history.ts');
const { createNodePorts } = await import('../src-main/shells/node-ports.ts');
const { answersTo } = await import('../tests/builders/datasets.ts');
const { historyPorts } = await import('../tests/builders/history-ports.ts');

const folder = mkdtempSync(join(tmpdir(), 'sarvi-training-'));
const python = given === '' ? makePython(join(folder, 'python')) : given;
let faults = 0;
try {
  const dataFolder = join(folder, 'data');
  await writeAnswers(dataFolder);
  const app = await createApp(createNodePorts({ shell: 'cli', dataFolder }));
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, watch);
  for (const each of KINDS) await tryKind(app, modelId, each);
  await app.dispose();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
say(faults === 0 ? 'TRL takes what Sarvi writes.' : `${faults} differences`);
process.exitCode = faults === 0 ? 0 : 1;

/** Questions with a good answer, a bad one, another one and an edited one. */
async function writeAnswers(dataFolder) {
  const history = await History.open(historyPorts(dataFolder, Date.now));
  for (let number = 0; number < PAIRS; number += 1) {
    const { answers } = await answersTo(history, `Kysymys ${number}: paljonko on ${number} + 1?`, [
      { text: `Se on ${number + 1}.` },
      { text: 'En tiedä.' },
      { text: `Se on ${number + 2}.` },
      { text: `Summa on ${number + 1}.`, stopReason: 'edited', generation: { edited: true } },
    ]);
    await history.ask('answers.rate', { messageId: answers[0].id, thumb: 'up' });
    await history.ask('answers.rate', { messageId: answers[1].id, thumb: 'down' });
  }
  await history.close();
}

async function tryKind(app, modelId, { kind, method, sources }) {
  const query = { kind, sources, modelId, testShare: 0.2 };
  const { id: datasetId } = await app.ask('datasets.create', { name: kind, query });
  const version = await app.ask('datasets.freeze', { datasetId });
  const path = join(folder, method);
  await app.ask('datasets.export', { versionId: version.id, format: 'trl', path });
  const { rows } = await app.ask('datasets.rows', { datasetId, only: 'kept', limit: 200 });
  const own = rows.filter(({ split }) => split === 'train');

  const checked = JSON.parse(
    lastLine(run(python, [join(root, 'scripts/reference/check-trl-recipes.py'), method, path, GUIDE])),
  );
  say(`${method}: ${checked.parsed.map(({ recipe }) => recipe).join(', ')} parsed`);
  // TRL may reorder rows, so the lengths are compared as sets of rows.
  const theirs = checked.rows.map((row) => lengthsOf(kind, row)).sort();
  const ours = own.map((row) => ownLengthsOf(kind, row)).sort();
  const same = JSON.stringify(theirs) === JSON.stringify(ours);
  const begins = checked.rows.every((row) => (row.prompt_ids ?? row.input_ids).begins === 1);
  note(same, `${method}: ${own.length} rows, tokens ${same ? 'equal' : `differ: ${theirs[0]} for ${ours[0]}`}`);
  note(begins, `${method}: the beginning token is there ${begins ? 'once' : 'not once'} in each row`);

  const trained = join(folder, `${method}-out`);
  const trl = join(python, '..', 'trl');
  const words = [method, '--config', `trl-${method}-cpu.yaml`, '--model_name_or_path', GUIDE, '--output_dir', trained];
  run(trl, words, path);
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const request = { source: { kind: 'checkpoint', path: trained }, quantization: 'F16' };
  const back = await app.importModel(request, watch).catch((error) => ({ error: String(error) }));
  note(back.modelId !== undefined, `${method}: trained, and ${back.modelId ? 'imported again' : back.error}`);
}

/** Prompt and answers, in the order that both sides have. */
function lengthsOf(kind, row) {
  if (kind === 'sft') return [row.input_ids.tokens].join();
  if (kind === 'kto') return [row.prompt_ids.tokens, row.completion_ids.tokens].join();
  return [row.prompt_ids.tokens, row.chosen_ids.tokens, row.rejected_ids.tokens].join();
}

function ownLengthsOf(kind, { promptTokens, good, bad }) {
  if (kind === 'sft') return [promptTokens + good.tokens].join();
  if (kind === 'kto') return [promptTokens, (good ?? bad).tokens].join();
  return [promptTokens, good.tokens, bad.tokens].join();
}

function note(holds, text) {
  if (!holds) faults += 1;
  say(text);
}

function run(program, words, cwd = root) {
  const env = { ...process.env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' };
  const options = { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 };
  const { status, stdout, stderr, error } = spawnSync(program, words, options);
  if (status !== 0) throw new Error(`${program} ${words[0]}: ${error ?? stderr.slice(-2000)}`);
  return stdout;
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}

/** The Python of a virtual environment with the packages. */
function makePython(place) {
  const isWindows = process.platform === 'win32';
  run(isWindows ? 'python' : 'python3', ['-m', 'venv', place]);
  const made = join(place, isWindows ? 'Scripts/python.exe' : 'bin/python');
  run(made, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  return made;
}
