/**
 * `npm run reference:templates [-- PYTHON]`: has the real Jinja2 render the templates of the tests and writes its answers
 * beside them, so that `npm test` needs no Python. PYTHON is one that has the package `jinja2` (`pip install jinja2`),
 * else `python3`. Then the templates of real models that llama.cpp keeps for its own tests are rendered by both; they
 * come out of the bundle in node-llama-cpp, which git unpacks, and stay out of this repository.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, node24, root, say, setUp } from './setup.mjs';

/** How many invented templates are kept: those that render, and those that fail. */
const KEPT = { rendered: 900, failed: 200 };
const INVENTED = 12_000;

const [python = 'python3'] = process.argv.slice(2);
// The sources are TypeScript, which npm's own Node may not run.
if (process.execPath !== node24 && process.env.SARVI_REFERENCE === undefined) {
  setUp();
  const env = { ...environment(), SARVI_REFERENCE: '1' };
  process.exit(spawnSync(node24, [import.meta.filename, python], { stdio: 'inherit', env }).status ?? 1);
}

const { CASES, VARIABLES } = await import('../tests/src-main/core/jinja/template-cases.ts');
const { CONVERSATIONS } = await import('../tests/src-main/core/jinja/conversations.ts');
const { randomExpression, randomTemplate } = await import('../tests/builders/random-template.ts');
const { randomOf } = await import('../tests/builders/random.ts');
const { renderWith } = await import('../tests/builders/render-template.ts');

/** Jinja2's version and its text of each template, null where it fails. */
function ask(templates, variables) {
  const { status, stdout, stderr, error } = spawnSync(python, [join(root, 'scripts/reference/render-with-jinja2.py')], {
    input: JSON.stringify({ templates, variables }),
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`${python} with jinja2 is needed (pip install jinja2): ${error ?? stderr}`);
  return JSON.parse(stdout);
}

function askAboutCases() {
  const templates = Object.values(CASES).flat();
  const { version, answers } = ask(templates, VARIABLES);
  let next = 0;
  const cases = Object.entries(CASES).map(([group, list]) => [group, list.map(() => answers[next++])]);
  return { version, cases: Object.fromEntries(cases) };
}

function askAboutInvented() {
  const random = randomOf(10);
  const templates = Array.from({ length: INVENTED }, (_, index) =>
    index % 2 === 0 ? `{{ ${randomExpression(random, 3)} }}` : randomTemplate(random),
  );
  const pairs = ask(templates, VARIABLES).answers.map((text, index) => [templates[index], text]);
  // An address in memory is another one each time, and a long text proves no more than a short one.
  const usable = pairs.filter(
    ([template, text]) => template.length < 600 && !(text?.length > 600 || / at 0x/i.test(text)),
  );
  return [
    ...usable.filter(([, text]) => text !== null).slice(0, KEPT.rendered),
    ...usable.filter(([, text]) => text === null).slice(0, KEPT.failed),
  ];
}

/** The templates of real models by name; empty where git cannot unpack them. */
function readRealTemplates() {
  const folder = mkdtempSync(join(tmpdir(), 'sarvi-templates-'));
  try {
    const bundle = join(root, 'node_modules/node-llama-cpp/llama/gitRelease.bundle');
    const git = (...args) => spawnSync('git', args, { cwd: folder });
    git('clone', '--quiet', '--no-checkout', bundle, '.');
    git('checkout', '--quiet', 'HEAD', '--', 'models/templates');
    const names = readdirSync(join(folder, 'models/templates')).filter((name) => name.endsWith('.jinja'));
    return names.map((name) => [name, readFileSync(join(folder, 'models/templates', name), 'utf8')]);
  } catch (error) {
    say(`the templates of real models are left out: ${error.message}`);
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareRealTemplates() {
  const templates = readRealTemplates();
  const counts = { equal: 0, 'failing in both': 0, refused: 0, different: 0 };
  for (const [index, conversation] of CONVERSATIONS.entries()) {
    const { answers } = ask(
      templates.map(([, text]) => text),
      conversation,
    );
    for (const [place, [name, template]] of templates.entries()) {
      const rendered = renderWith(template, conversation);
      const isEqual = (rendered.text ?? null) === answers[place];
      const kind = rendered.refused ? 'refused' : !isEqual ? 'different' : rendered.text ? 'equal' : 'failing in both';
      counts[kind] += 1;
      if (kind === 'refused' || kind === 'different')
        say(`${name}, conversation ${index}: ${JSON.stringify(rendered)}`);
    }
  }
  say(`${templates.length} templates of real models, ${CONVERSATIONS.length} conversations: ${JSON.stringify(counts)}`);
  if (counts.refused + counts.different > 0) process.exitCode = 1;
}

const { version, cases } = askAboutCases();
const path = join(root, 'tests/src-main/core/jinja/jinja2-answers.json');
writeFileSync(path, JSON.stringify({ jinja2: version, cases, random: askAboutInvented() }));
spawnSync(node24, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', path]);
say(`answers of Jinja2 ${version} are in ${path}`);
compareRealTemplates();
