/**
 * `npm run reference:llama-server [-- PROGRAM]`: asks the guide model twenty questions at temperature 0, here and in
 * llama.cpp's own server as a remote engine, and holds the answers against each other. They may part only at a token
 * whose two likeliest candidates are less than 0.001 apart. PROGRAM is a built `llama-server`; else one is built.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildProgram } from './reference/build-llama-cpp.mjs';
import { environment, node24, say, setUp } from './setup.mjs';

const [given] = process.argv.slice(2);
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  const words = [import.meta.filename, ...(given ? [given] : [])];
  process.exit(spawnSync(node24, words, { stdio: 'inherit', env }).status ?? 1);
}

const { createApp } = await import('../src-main/core/app.ts');
const { createNodePorts } = await import('../src-main/shells/node-ports.ts');
const { guideModel } = await import('../tests/builders/guide-gguf.ts');

const QUESTIONS = [
  ['Kuka olet?', 'Mikä on Poro 2?', 'Miten tuon mallin?', 'Mitä kvantisointi tarkoittaa?', 'Kiitos avusta!'],
  ['Who are you?', 'What is Poro 2?', 'How do I import a model?', 'What does quantization mean?', 'Thank you!'],
  ['Kerro jotakin Suomesta.', 'Laske 12 + 30.', 'Kirjoita lyhyt runo porosta.', 'Mikä on lämpötila?', 'Heippa'],
  [
    'Tell me about Finland.',
    'What is 7 times 6?',
    'Write a short poem.',
    'What is temperature?',
    'äöå 🦌 <|im_end|> x',
  ],
].flat();
/** Candidates that are nearer than this are told apart by rounding alone. */
const NEAR = 1e-3;
/** So many are asked by messages as well. */
const BY_SERVER = 4;

const program = given ?? buildProgram('llama-server', 'build-server');
const { path } = await guideModel('F32');
const folder = mkdtempSync(join(tmpdir(), 'sarvi-reference-'));
const address = `http://127.0.0.1:${await freePort()}`;
const server = spawn(program, ['-m', path, '-c', '4096', '-np', '1', '-t', '1', '--port', new URL(address).port], {
  stdio: 'ignore',
});
let app = null;
try {
  await isUp();
  app = await createApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  const engine = await app.ask('remotes.save', {
    ...{ name: 'reference', address, caPath: null, usesProxy: false, contextTokens: null },
  });
  say(`${engine.finding.kind} ${engine.finding.version ?? ''}, window ${engine.models[0].contextTokens}`);
  // Without a model in the library the server makes the prompts.
  const byServer = new Map();
  for (const question of QUESTIONS.slice(0, BY_SERVER)) {
    byServer.set(question, withChoices(await answer(engine.models[0].id, question, 2)));
  }
  const signal = new AbortController().signal;
  const source = { kind: 'path', path };
  const { modelId } = await app.importModel({ source, mode: 'in-place' }, { signal, onProgress: () => undefined });
  const [same, near, apart] = [[], [], []];
  const sent = new Set();
  for (const question of QUESTIONS) {
    const here = await answer(modelId, question, 2);
    const other = byServer.get(question);
    const there = await answer(engine.models[0].id, question, other ? 2 : 0);
    if (other) withChoices(there);
    if (other && other.text !== there.text)
      throw new Error(`the server's own prompt gives another answer: ${other.text}`);
    if (other) sent.add(other.generation?.remote?.sent);
    sent.add(there.generation?.remote?.sent);
    if (here.text === there.text && here.text !== '') same.push(question);
    else ((await gap(modelId, question, here, there)) < NEAR ? near : apart).push(question);
  }
  say(`prompts sent as: ${[...sent].join(', ')}`);
  say(
    `${QUESTIONS.length} answers: ${same.length} the same, ${near.length} parting at a tie, ${apart.length} different`,
  );
  if (apart.length > 0) throw new Error(`different: ${apart.join(' | ')}`);
} finally {
  await app?.dispose();
  server.kill();
  rmSync(folder, { recursive: true });
}

/** One answer at temperature 0 in a conversation of its own. */
async function answer(modelId, text, alternatives) {
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  const sampling = { temperature: 0, maxTokens: 96, alternatives };
  await app.ask('conversations.update', { conversationId, sampling });
  if (modelId.startsWith('Remote.')) await app.ask('remotes.allow', { conversationId, modelId });
  const ended = Promise.withResolvers();
  const stop = app.listen((name, event) => {
    if (name !== 'generation.changed' || event.conversationId !== conversationId) return;
    if (event.kind === 'finished') ended.resolve(event.message);
    if (event.kind === 'failed') ended.reject(new Error(event.error.message));
  });
  await app.ask('chat.send', { conversationId, parentId: null, text });
  return ended.promise.finally(stop);
}

/** Every token is recorded with its probability and the likeliest ones, and together they are the answer. */
function withChoices(message) {
  const { choices = [] } = message.generation;
  const text = choices.map((choice) => choice.text).join('');
  if (!text.startsWith(message.text.trim()) || choices.some(({ alternatives }) => alternatives.length !== 2)) {
    throw new Error(`the tokens of an answer are not those that were told: ${JSON.stringify(choices.slice(0, 5))}`);
  }
  return message;
}

/** How far apart the two likeliest candidates are, by the server, where the answers part. */
async function gap(modelId, question, here, there) {
  const messages = [{ role: 'user', content: question }];
  const { tokens } = await app.ask('chat.renderPrompt', { modelId, messages, addGenerationPrompt: true });
  let said = '';
  for (const { token, text } of here.generation.choices) {
    if (!there.text.startsWith(said + text) || text === '') break;
    said += text;
    tokens.push(token);
  }
  const response = await fetch(`${address}/completion`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: tokens, n_predict: 1, n_probs: 2, temperature: 0 }),
  });
  const {
    completion_probabilities: [
      {
        top_logprobs: [first, second],
      },
    ],
  } = await response.json();
  const apart = Math.exp(first.logprob) - Math.exp(second.logprob);
  say(
    `“${question}” parts after “${said.slice(-40)}”: ${JSON.stringify(first.token)} and ${JSON.stringify(second.token)}, ${apart.toFixed(5)} apart`,
  );
  return apart;
}

async function isUp() {
  for (let tries = 0; tries < 600; tries += 1) {
    const response = await fetch(`${address}/health`).catch(() => null);
    if (response?.ok) return;
    await setTimeout(100);
  }
  throw new Error('llama-server did not start');
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
