/**
 * `npm run reference:clients`: real clients against the local API with the guide model: LangChain.js, openai-python and
 * lm-evaluation-harness, each in its newest version that was looked at. They are installed in the system's temporary
 * folder and stay there for the next run; this needs the network. The other clients of npm are in `npm test`
 * (clients.model.test.ts); LangChain.js, which asks through openai-node, is larger than all of them together.
 *
 * Options: `--schemas FILE` (or SARVI_SCHEMAS) validates answers with OpenAI's published document too, `--no-harness`
 * leaves out lm-evaluation-harness, `--no-python` both of Python.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { node24, root, say, setUp } from './setup.mjs';

const NPM = {
  '@langchain/core': '1.4.0',
  '@langchain/openai': '1.6.0',
  ajv: '8.20.0',
};
const PIP = ['openai==3.22.1', 'lm-eval[api]==0.4.13'];

const { values } = parseArgs({
  options: {
    schemas: { type: 'string', default: process.env.SARVI_SCHEMAS ?? '' },
    'no-harness': { type: 'boolean', default: false },
    'no-python': { type: 'boolean', default: false },
  },
});

setUp();
const clients = join(tmpdir(), 'sarvi-clients');
const data = mkdtempSync(join(tmpdir(), 'sarvi-clients-data-'));
const run = (program, args, options = {}) => {
  const { status } = spawnSync(program, args, { stdio: 'inherit', ...options });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
};
const cli = join(root, 'src-main/shells/cli/main.ts');

let server = null;
try {
  mkdirSync(clients, { recursive: true });
  writeFileSync(join(clients, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: NPM }));
  run('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: clients });
  cpSync(join(root, 'scripts/reference/clients'), clients, { recursive: true });
  run(
    node24,
    [cli, 'import', join(root, 'resources/guide-model'), '--type', 'F16', '--name', 'Guide', '--data-dir', data],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const port = await freePort();
  server = spawn(node24, [cli, 'api', '--port', String(port), '--json', '--data-dir', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, key } = await firstLine(server);
  const models = await fetch(`${url}/models`, { headers: { authorization: `Bearer ${key}` } });
  const [{ id }] = (await models.json()).data;
  const out = join(data, 'harness');
  const env = {
    ...process.env,
    SARVI_URL: url,
    SARVI_KEY: key,
    SARVI_MODEL: id,
    SARVI_SCHEMAS: values.schemas,
    SARVI_OUT: out,
  };
  run(node24, [join(clients, 'clients.mjs')], { cwd: clients, env });
  if (!values['no-python']) {
    const python = join(clients, 'venv/bin/python');
    if (!existsSync(python)) run('python3', ['-m', 'venv', join(clients, 'venv')]);
    run(python, ['-m', 'pip', 'install', '-q', ...(values['no-harness'] ? PIP.slice(0, 1) : PIP)]);
    run(python, [join(clients, 'clients.py'), ...(values['no-harness'] ? ['--no-harness'] : [])], {
      cwd: clients,
      env,
    });
  }
  say('every client understands the API');
} finally {
  await ended(server);
  rmSync(data, { recursive: true, force: true });
}

/** It writes into its folder until its end. */
async function ended(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  await exit;
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.once('exit', (code) => reject(new Error(`sarvi api ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const [line, rest] = printed.split('\n');
      if (rest !== undefined) resolve(JSON.parse(line));
    });
  });
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
