/** The directions between folders (ARCHITECTURE.md). tests/layers holds a bad fixture on which every rule fires. */

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
  return [
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: `${main}/contract` },
      to: { pathNot: [`${main}/contract`, 'node_modules/valibot'] },
    },
    {
      name: 'core-knows-no-shell',
      severity: 'error',
      from: { path: `${main}/core` },
      to: { path: [`${main}/shells`, `${main}/[a-z]+-process`, renderer, '(^|node_modules/)electron/'] },
    },
    only('electron-in-its-shell', 'electron', 'src-main/shells/electron'),
    only('llama-in-engine-process', 'node-llama-cpp', 'src-main/engine-process'),
    only('koffi-in-convert-process', 'koffi', 'src-main/convert-process'),
    only('sqlite-in-history', 'better-sqlite3', 'src-main/core/history'),
    {
      name: 'formats-know-no-conversion',
      severity: 'error',
      from: { path: `${main}/core/(gguf|checkpoint)` },
      to: { path: `${main}/core/(convert|models|chat|engine|history)` },
    },
    {
      name: 'conversion-knows-no-library',
      severity: 'error',
      from: { path: `${main}/core/convert` },
      to: { path: `${main}/core/(models|chat|engine|history)` },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'renderer-reaches-only-the-contract',
      severity: 'error',
      from: { path: renderer },
      to: { path: main, pathNot: `${main}/contract` },
    },
    { name: 'renderer-uses-no-node', severity: 'error', from: { path: renderer }, to: { dependencyTypes: ['core'] } },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: `${renderer}/(chat|models|history|compare|settings)/` },
      to: { path: `${renderer}/(chat|models|history|compare|settings)/`, pathNot: `${renderer}/$1/` },
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
