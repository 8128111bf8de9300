/** The directions between folders (ARCHITECTURE.md). tests/layers holds a bad fixture on which every rule fires. */

const { FEATURES, SHARED, TOP } = require('./renderer-folders.cjs');

/** @param {string} tree - where the two source trees lie: '' here, the fixture's folder in its test */
function rules(tree) {
  const main = `^${tree}src-main`;
  const renderer = `^${tree}src-renderer`;
  const only = (name, module, allowed) => ({
    name,
    severity: 'error',
    comment: `${module} may be imported only from ${allowed}.`,
    from: { path: `^${tree}src-`, pathNot: `^${tree}${allowed}` },
    to: { path: `(^|node_modules/)${module}(/|$)` },
  });
  const coreFolder = (name, folder, allowed) => ({
    name,
    severity: 'error',
    comment: `core/${folder} may import only from ${allowed.join(', ')} and from what lies in core itself.`,
    from: { path: `${main}/core/${folder}/` },
    to: { path: `${main}/core/[^/]+/`, pathNot: `${main}/core/(${allowed.join('|')})/` },
  });
  return [
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: `${main}/contract` },
      to: { pathNot: [`${main}/contract`, 'node_modules/valibot'] },
    },
    {
      name: 'document-stands-alone',
      severity: 'error',
      comment: 'The page and the core read messages with it, so it knows neither, and no part of Node or of a browser.',
      from: { path: `${main}/document` },
      to: { pathNot: [`${main}/(document|contract)`, 'node_modules/(marked|katex|fflate|entities)/'] },
    },
    {
      name: 'core-knows-no-shell',
      severity: 'error',
      from: { path: `${main}/core` },
      to: { path: [`${main}/shells`, `${main}/[a-z]+-process`, renderer, '(^|node_modules/)electron/'] },
    },
    only('electron-in-its-shell', 'electron', 'src-main/shells/electron'),
    only('llama-in-engine-process', 'node-llama-cpp', 'src-main/engine-process'),
    only('tokenizers-in-their-process', '@huggingface/tokenizers', 'src-main/tokenizer-process'),
    only('koffi-in-its-processes', 'koffi', 'src-main/(convert|scoring)-process'),
    only('sqlite-in-history', 'better-sqlite3', 'src-main/core/history'),
    {
      name: 'network-in-its-places',
      severity: 'error',
      comment: 'Only core/remote and core/updates send anything; core/api-server and the web shell listen on loopback.',
      from: { path: `${main}/`, pathNot: `${main}/(core/(remote|updates|api-server)|shells/web)/` },
      to: { path: '^(node:)?(https?|http2|net|tls|dns|dgram)(/|$)', dependencyTypes: ['core'] },
    },
    coreFolder('formats-know-no-conversion', '(gguf|checkpoint)', ['gguf', 'checkpoint']),
    coreFolder('conversion-knows-no-library', 'convert', ['convert', 'gguf', 'checkpoint']),
    coreFolder('prompt-knows-no-engine', 'prompt', ['prompt', 'jinja']),
    coreFolder('engine-knows-no-chat', 'engine', ['engine', 'prompt', 'gguf']),
    coreFolder('scoring-knows-no-history', 'scoring', ['scoring', 'engine', 'prompt', 'gguf', 'models']),
    coreFolder('generation-knows-no-conversation', 'generation', ['generation', 'engine', 'prompt']),
    // Imports of types count: they tie two files together as others do.
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-folder-cycles', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    {
      name: 'renderer-reaches-only-what-is-shared',
      severity: 'error',
      from: { path: renderer },
      to: { path: main, pathNot: `${main}/(contract|document)/` },
    },
    { name: 'renderer-uses-no-node', severity: 'error', from: { path: renderer }, to: { dependencyTypes: ['core'] } },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: `${renderer}/(${FEATURES.join('|')})/` },
      to: { path: `${renderer}/(${FEATURES.join('|')})/`, pathNot: `${renderer}/$1/` },
    },
    {
      name: 'shared-folders-know-no-feature',
      severity: 'error',
      from: { path: `${renderer}/(${SHARED.join('|')})/` },
      to: { path: `${renderer}/(${FEATURES.join('|')})/` },
    },
    {
      name: 'nothing-knows-the-top',
      severity: 'error',
      from: { path: `${renderer}/(${[...FEATURES, ...SHARED].join('|')})/` },
      to: { path: `${renderer}/${TOP}/` },
    },
    {
      name: 'ui-knows-only-ui',
      severity: 'error',
      from: { path: `${renderer}/ui/` },
      to: { path: `^${tree}src-`, pathNot: `${renderer}/ui/` },
    },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: rules(process.env.SARVI_LAYERS_TREE ?? ''),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'svelte', 'default', 'types'] },
  },
};
