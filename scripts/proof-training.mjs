/**
 * `npm run proof:training [-- --ifeval] [-- --keep FOLDER]`: pairs made by a written rule are rated in Sarvi, exported, trained on with TRL by the exported recipe
 * (DPO with LoRA on the guide model, on a processor), and the adapter is imported and compared with the guide model on pairs that
 * were kept for testing. Prints the figures of docs/post-training.md. Python and its packages are fetched once. `--ifeval` asks both
 * the prompts of IFEval as well; `--keep` leaves the data folder in a new folder, where Sarvi shows all of it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonOf, runPython, versionsOf } from './reference/training/python-environments.mjs';
import { environment, node24, root, say, setUp } from './setup.mjs';

const GUIDE = join(root, 'resources', 'guide-model');
/** What a model of six million parameters learns something with; those of the card are for thousand times as many. */
const RECIPE = {
  ...{ base: GUIDE, epochs: 1, globalBatch: 8, perDevice: 8, processes: 1 },
  ...{ loraLearningRate: 5e-4, beta: 0.1, length: 512 },
};
const LEAST_HELD_OUT = 200;

const words = process.argv.slice(2);
if (process.execPath !== node24) {
  setUp();
  process.exit(
    spawnSync(node24, [import.meta.filename, ...words], { stdio: 'inherit', env: environment() }).status ?? 1,
  );
}

const { createApp } = await import('../src-main/core/app.ts');
const { History } = await import('../src-main/core/history/history.ts');
const { createNodePorts } = await import('../src-main/shells/node-ports.ts');
const { RECIPE_PRESETS } = await import('../src-main/contract/recipes.ts');
const { answersTo } = await import('../tests/builders/datasets.ts');
const { historyPorts } = await import('../tests/builders/history-ports.ts');
const { writtenPairs } = await import('./reference/training/written-pairs.mjs');

const { ifeval: withIfeval, keep } = parseArgs({
  args: words,
  options: { ifeval: { type: 'boolean', default: false }, keep: { type: 'string' } },
}).values;
const python = pythonOf('trl');
const folder = mkdtempSync(join(tmpdir(), 'sarvi-proof-'));
try {
  const dataFolder = keep === undefined ? join(folder, 'data') : resolve(keep);
  await ratePairs(dataFolder);
  const app = await createApp(createNodePorts({ shell: 'cli', dataFolder }));
  try {
    await prove(app);
  } finally {
    await app.dispose();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Each pair as two answers to one question, with a thumb up and a thumb down. */
async function ratePairs(dataFolder) {
  const history = await History.open(historyPorts(dataFolder, Date.now));
  for (const { question, good, bad } of writtenPairs()) {
    const { answers } = await answersTo(history, question, [{ text: good }, { text: bad }]);
    await history.ask('answers.rate', { messageId: answers[0].id, thumb: 'up' });
    await history.ask('answers.rate', { messageId: answers[1].id, thumb: 'down' });
  }
  await history.close();
}

async function prove(app) {
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const imported = await app.importModel({ source: { kind: 'guide' }, quantization: 'F16' }, watch);
  const parentId = imported.modelId;
  const query = { kind: 'preference', sources: ['siblings'], modelId: parentId, testShare: 0.4, seed: 42 };
  const { id: datasetId } = await app.ask('datasets.create', { name: 'Written rule', query });
  const version = await app.ask('datasets.freeze', { datasetId });
  const { train, test, omitted } = version.facts;
  say(`Pairs: ${train} for training, ${test} held out; left out: ${JSON.stringify(omitted)}; digest ${version.digest}`);

  const path = join(folder, 'export');
  const recipe = { ...RECIPE_PRESETS.preference['8b'], ...RECIPE };
  await app.ask('datasets.export', { versionId: version.id, format: 'trl', path, recipe });
  say(
    `Training with ${versionsOf(python, ['trl', 'transformers', 'peft', 'torch'])}: trl dpo --config trl-dpo-lora-cpu.yaml`,
  );
  const began = Date.now();
  runPython(join(python, '..', 'trl'), ['dpo', '--config', 'trl-dpo-lora-cpu.yaml'], path);
  say(`Trained in ${Math.round((Date.now() - began) / 1000)} s`);

  const adapter = await app.ask('adapters.import', { path: join(path, 'dpo-out'), modelId: parentId });
  const { figures, configuration, ifeval } = await compare(app, {
    child: { kind: 'adapter', adapterId: adapter.id },
    parentId,
    source: { kind: 'version', versionId: version.id },
    beta: recipe.beta,
    withIfeval,
  });
  const { accuracy, margin, childPrefers, parentPrefers, pValue } = figures.preference;
  say(`Held-out pairs that both have read: ${figures.rows}, both in ${configuration.parent.fileType}`);
  say(`ln p(chosen) > ln p(rejected), guide model: ${share(parentPrefers)}`);
  say(`ln p(chosen) > ln p(rejected), with the adapter: ${share(childPrefers)}, p = ${pValue.toPrecision(2)}`);
  say(`Implicit rewards, accuracy: ${share(accuracy)}; margin ${margin.value.toFixed(2)}`);
  for (const { task, childRun, parentRun } of ifeval) {
    say(`${task}, guide model: ${await instructions(app, parentRun)}`);
    say(`${task}, with the adapter: ${await instructions(app, childRun)}`);
  }
  const holds = figures.rows >= LEAST_HELD_OUT && accuracy.low > 0.5;
  say(holds ? 'The interval of the accuracy is above one half.' : 'This proves nothing.');
  process.exitCode = holds ? 0 : 1;
}

async function compare(app, input) {
  const made = await app.ask('lineage.compare', input);
  const ended = new Promise((resolve) => {
    app.listen((name, { comparison } = {}) => {
      if (name === 'lineage.changed' && comparison?.id === made.id && comparison.state !== 'running')
        resolve(comparison);
    });
  });
  const started = await app.ask('lineage.start', { comparisonId: made.id });
  const comparison = started.state === 'running' ? await ended : started;
  if (comparison.state !== 'finished') throw new Error(`The comparison stopped: ${JSON.stringify(comparison.error)}`);
  return comparison;
}

/** Shares of prompts whose instructions were all followed, strictly and loosely. */
async function instructions(app, evaluationId) {
  const { metrics, configuration } = (await app.ask('evaluations.list', {})).find(({ id }) => id === evaluationId);
  const shares = metrics
    .filter(({ name }) => name.startsWith('prompt_level'))
    .map(({ name, value, interval }) => `${name} ${share({ value, ...interval })}`);
  return `${shares.join(', ')}; ${configuration.samples} prompts`;
}

function share({ value, low, high }) {
  const percent = (part) => `${(100 * part).toFixed(1)} %`;
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}
