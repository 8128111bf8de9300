/**
 * `npm run reference:training [-- TOOL ...] [--write]`: exports data sets of each kind and has the tools that the recipes are for
 * check them, each in its own environment: TRL (pinned and newest) parses the recipes, tokenizes the rows by its own pipeline,
 * reads Parquet, and trains the guide model with the recipes for a processor; alignment-handbook's, LLaMA-Factory's and Axolotl's own code
 * reads theirs. Tools: trl, trl-newest, handbook, llama-factory, axolotl; all of them unless told. The report goes to the
 * terminal. `--write` keeps the recipes that were checked as what `npm test` compares with.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENTS, pythonOf, runPython, versionsOf } from './reference/training/python-environments.mjs';
import { environment, node24, root, say, setUp } from './setup.mjs';

const GUIDE = join(root, 'resources', 'guide-model');
const ACCEPTED = join(root, 'tests', 'src-main', 'core', 'training-data', 'accepted-recipes');
const QUESTIONS = 40;
/** Conversations of two turns with a system prompt, and texts that JSON has to escape. */
const LONGER = 6;
const KINDS = [
  { kind: 'preference', method: 'dpo', sources: ['edits', 'siblings'] },
  { kind: 'kto', method: 'kto', sources: ['thumbs'] },
  { kind: 'sft', method: 'sft', sources: ['conversations'] },
];
const VERSIONS_OF = {
  trl: ['trl', 'transformers', 'torch', 'datasets', 'pyarrow'],
  'trl-newest': ['trl', 'transformers', 'torch', 'datasets', 'pyarrow'],
  handbook: ['trl', 'transformers'],
  'llama-factory': ['llamafactory', 'trl', 'transformers'],
  axolotl: ['axolotl', 'trl', 'transformers'],
};

const words = process.argv.slice(2);
// The sources are TypeScript, which npm's own Node may not run.
if (process.execPath !== node24) {
  setUp();
  const { status } = spawnSync(node24, [import.meta.filename, ...words], { stdio: 'inherit', env: environment() });
  process.exit(status ?? 1);
}

const { createApp } = await import('../src-main/core/app.ts');
const { History } = await import('../src-main/core/history/history.ts');
const { createNodePorts } = await import('../src-main/shells/node-ports.ts');
const { TRAINING_TEMPLATE } = await import('../src-main/core/training-data/recipes/training-template.ts');
const { buildGenerationRecord } = await import('../tests/builders/contract-values.ts');
const { answersTo } = await import('../tests/builders/datasets.ts');
const { historyPorts } = await import('../tests/builders/history-ports.ts');

const named = words.filter((word) => word in ENVIRONMENTS);
const tools = named.length > 0 ? named : Object.keys(ENVIRONMENTS);
const watch = { signal: new AbortController().signal, onProgress: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'sarvi-training-'));
let faults = 0;
try {
  const dataFolder = join(folder, 'data');
  await writeAnswers(dataFolder);
  const app = await createApp(createNodePorts({ shell: 'cli', dataFolder }));
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, watch);
  const exports = [];
  for (const each of KINDS) exports.push(await exportKind(app, modelId, each));
  for (const tool of tools) {
    const python = pythonOf(tool);
    say(`\n${versionsOf(python, VERSIONS_OF[tool])}`);
    if (tool.startsWith('trl')) for (const each of exports) await tryTrl(app, python, each);
    else checkRecipes(python, tool, exports);
  }
  await app.dispose();
  if (faults === 0 && words.includes('--write')) keepRecipes(exports);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
say(faults === 0 ? '\nThe tools take what Sarvi writes.' : `\n${faults} differences`);
process.exitCode = faults === 0 ? 0 : 1;

/** Questions with a good answer, a bad one, another one and an edited one. */
async function writeAnswers(dataFolder) {
  const history = await History.open(historyPorts(dataFolder, Date.now));
  for (let number = 0; number < QUESTIONS; number += 1) {
    const { answers } = await answersTo(history, `Kysymys ${number}: paljonko on ${number} + 1?`, [
      { text: `Se on ${number + 1}.` },
      { text: 'En tiedä.' },
      { text: `Se on ${number + 2}.` },
      { text: `Summa on ${number + 1}.`, stopReason: 'edited', generation: { edited: true } },
    ]);
    await history.ask('answers.rate', { messageId: answers[0].id, thumb: 'up' });
    await history.ask('answers.rate', { messageId: answers[1].id, thumb: 'down' });
  }
  for (let number = 0; number < LONGER; number += 1) await writeLonger(history, number);
  await history.close();
}

async function writeLonger(history, number) {
  const first = `Mitä ”ä 😀 \\n” on?\n\n\tKohta ${number}: "null", \u2028 {{ x }}`;
  const { answers } = await answersTo(history, first, [{ text: `Merkkejä, ${number} riviä.\n` }]);
  const { conversationId, id: parentId } = answers[0];
  await history.ask('updateConversation', { conversationId, systemPrompt: ' Vastaa lyhyesti. ' });
  const common = { conversationId, streaming: false };
  const question = { ...common, parentId, role: 'user', text: `Entä ${number}?` };
  const { id: askedId } = await history.ask('addMessage', question);
  for (const [text, thumb] of [
    [`Sekin, ${number}.`, 'down'],
    [`Erikoismerkki ${number}.`, 'up'],
  ]) {
    const answer = { ...common, parentId: askedId, role: 'assistant', text };
    const end = { stopReason: 'end-of-generation', generation: buildGenerationRecord() };
    const { id: messageId } = await history.ask('addMessage', { ...answer, end });
    await history.ask('answers.rate', { messageId, thumb });
  }
}

/** The folders of one kind, and its training rows as Sarvi renders them. */
async function exportKind(app, modelId, { kind, method, sources }) {
  const query = { kind, sources, modelId, testShare: 0.2 };
  const { id: datasetId } = await app.ask('datasets.create', { name: kind, query });
  const version = await app.ask('datasets.freeze', { datasetId });
  const paths = {
    trl: join(folder, method),
    'llama-factory': join(folder, `${method}-llama-factory`),
    parquet: join(folder, `${method}-parquet`),
  };
  for (const format of Object.keys(paths)) {
    await app.ask('datasets.export', { versionId: version.id, format, path: paths[format] });
  }
  const { rows } = await app.ask('datasets.rows', { datasetId, only: 'kept', limit: 200 });
  const own = [];
  for (const row of rows.filter(({ split }) => split === 'train')) own.push(await textsOf(app, modelId, row));
  return { kind, method, modelId, paths, own };
}

/** Token ids of each text of a row by Sarvi's own template and tokenizer; how many its answer has, and all that an assistant says. */
async function textsOf(app, modelId, { prompt, good, bad }) {
  const tokensOf = async (messages, addGenerationPrompt) =>
    (await app.ask('chat.renderPrompt', { modelId, messages, addGenerationPrompt })).tokens;
  const before = await tokensOf(prompt, true);
  const texts = [];
  for (const answer of [good, bad].filter((side) => side !== null)) {
    texts.push(await tokensOf([...prompt, { role: 'assistant', content: answer.text }], false));
  }
  let said = texts.length === 1 ? texts[0].length - before.length : 0;
  for (const [place, { role }] of prompt.entries()) {
    if (role !== 'assistant') continue;
    const [from, to] = [
      await tokensOf(prompt.slice(0, place), true),
      await tokensOf(prompt.slice(0, place + 1), false),
    ];
    said += to.length - from.length;
  }
  return { texts, answers: texts.map((text) => text.length - before.length), said };
}

async function tryTrl(app, python, { kind, method, modelId, paths, own }) {
  const script = join(root, 'scripts/reference/training/check-trl.py');
  const checked = JSON.parse(lastLine(runPython(python, [script, method, paths.trl, GUIDE])));
  const isWhole = checked.parsed.every(({ batch }) => batch === 64);
  note(isWhole, `${method}: ${checked.parsed.map(({ recipe }) => recipe).join(', ')} parsed, 64 rows a step`);
  // TRL may reorder rows, so they are compared as sets.
  const same = sorted(checked.rows.map(({ texts }) => texts)) === sorted(own.map(({ texts }) => texts));
  note(same, `${method}: ${own.length} rows, token ids ${same ? 'equal' : 'differ'}`);
  const begins = checked.rows.every(({ texts, begin }) =>
    texts.every((text) => text.filter((token) => token === begin).length === 1),
  );
  note(begins, `${method}: the beginning token is there ${begins ? 'once' : 'not once'} in each text`);
  const wanted = own.map(({ texts, answers }) => (kind === 'sft' ? texts.map((text) => text.length) : answers));
  const counts = sorted(checked.rows.map(({ counted }) => counted)) === sorted(wanted);
  note(counts, `${method}: the loss is ${counts ? '' : 'not '}on ${kind === 'sft' ? 'all tokens' : 'the answers'}`);
  if (checked.answers_only) {
    note(checked.template_equals, `${method}: the exported template renders as Llama 3.1’s`);
    const masked = checked.answers_only.map(({ counted }) => counted);
    const alone = sorted(masked) === sorted(own.map(({ said }) => [said]));
    note(alone, `${method}: with assistant_only_loss it is ${alone ? '' : 'not '}on the answers alone`);
  }
  const parquet = join(root, 'scripts/reference/training/check-parquet.py');
  const read = JSON.parse(lastLine(runPython(python, [parquet, kind, paths.trl, paths.parquet])));
  for (const { holds, text } of read) note(holds, `${method}: ${text}`);
  for (const variant of ['cpu', 'lora-cpu']) await train(app, python, { method, modelId, path: paths.trl, variant });
}

async function train(app, python, { method, modelId, path, variant }) {
  const trained = mkdtempSync(join(folder, `${method}-${variant}-`));
  const command = [method, '--config', `trl-${method}-${variant}.yaml`];
  runPython(join(python, '..', 'trl'), [...command, '--model_name_or_path', GUIDE, '--output_dir', trained], path);
  const back = await (
    variant === 'cpu'
      ? app.importModel({ source: { kind: 'checkpoint', path: trained }, quantization: 'F16' }, watch)
      : app.ask('adapters.import', { path: trained, modelId })
  ).catch((error) => ({ error: String(error) }));
  const isBack = (back.modelId ?? back.id) !== undefined;
  note(isBack, `${method}: ${command.at(-1)} trained, ${isBack ? 'imported again' : back.error}`);
}

/** A tool's own parser, and its own reader of rows where it has one. */
function checkRecipes(python, tool, exports) {
  const script = join(root, `scripts/reference/training/check-${tool}.py`);
  const format = tool === 'llama-factory' ? 'llama-factory' : 'trl';
  const template = join(folder, 'llama-3.1.jinja');
  writeFileSync(template, TRAINING_TEMPLATE);
  for (const { method, paths } of exports) {
    if (!readdirSync(paths[format]).some((name) => name.startsWith(`${tool}-`))) continue;
    const checked = JSON.parse(lastLine(runPython(python, [script, method, paths[format], GUIDE, template])));
    for (const { holds, text } of checked) note(holds, `${method}: ${text}`);
  }
}

function keepRecipes(exports) {
  rmSync(ACCEPTED, { recursive: true, force: true });
  for (const { kind, paths } of exports) {
    for (const format of ['trl', 'llama-factory']) {
      const path = paths[format];
      const place = join(ACCEPTED, kind, format);
      mkdirSync(place, { recursive: true });
      const recipes = readdirSync(path).filter((name) => /\.(?:yaml|json|sh|jinja)$/.test(name));
      for (const name of recipes.filter((file) => file !== 'manifest.json'))
        cpSync(join(path, name), join(place, name));
    }
  }
  say(`Kept in ${ACCEPTED}`);
}

function sorted(rows) {
  return JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
}

function note(holds, text) {
  if (!holds) faults += 1;
  say(`${holds ? ' ' : '!'} ${text}`);
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}
