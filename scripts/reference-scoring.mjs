/**
 * `npm run reference:scoring -- PYTHON`: has transformers score answers under the guide model in float32, and writes what it
 * finds beside the tests, so that `npm test` needs no Python. PYTHON is one that has `torch` and `transformers`
 * (`pip install torch transformers`), else `python3`.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './setup.mjs';

const [python = 'python3'] = process.argv.slice(2);
/** Of the last norm of the model that the first is held against. */
const FACTOR = 1.25;
const user = (content) => ({ role: 'user', content });
const assistant = (content) => ({ role: 'assistant', content });
const CASES = [
  { messages: [user('Kuka olet?')], answer: 'Olen Sarven opas.' },
  { messages: [user('Who are you?')], answer: 'I am the Sarvi guide, a small model 🙂 that answers questions.' },
  {
    messages: [
      { role: 'system', content: 'Vastaa lyhyesti.' },
      user('Miten tuon mallin?'),
      assistant('Avaa Mallit-sivu.'),
      user('Entä sitten?'),
    ],
    answer:
      'Valitse kansio ja paina Tuo. Kvantisointi näkyy ennen tuontia: esimerkiksi Q4_K_M vie vähiten tilaa.\n\n1. Avaa\n2. Tuo',
  },
];

const { status, stdout, stderr, error } = spawnSync(
  python,
  [join(root, 'scripts/reference/score-with-transformers.py'), join(root, 'resources/guide-model')],
  { input: JSON.stringify({ factor: FACTOR, cases: CASES }), maxBuffer: 2 ** 28, encoding: 'utf8' },
);
if (status !== 0) throw new Error(`${python} with torch and transformers is needed: ${error ?? stderr}`);
const found = JSON.parse(stdout);
const cases = CASES.map((asked, index) => ({ ...asked, ...found.cases[index] }));
const path = join(root, 'tests/src-main/scoring-process/transformers-scores.json');
writeFileSync(path, `${JSON.stringify({ versions: found.versions, factor: FACTOR, cases })}\n`);
spawnSync(join(root, 'node_modules/.bin/prettier'), ['--write', path]);
say(`${cases.length} answers by transformers ${found.versions.transformers} and torch ${found.versions.torch}`);
