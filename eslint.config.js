import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import rendererFolders from './renderer-folders.cjs';
import svelteConfig from './svelte.config.js';

const { FEATURES, SHARED, TOP } = rendererFolders;

/**
 * dependency-cruiser does not see `import type` inside a .svelte file, so the renderer's borders are held here too.
 *
 * @param {readonly string[]} barred - folders of the renderer
 */
const rendererBorders = (barred) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { regex: '^node:|^electron$|^(fs|path|os|child_process)$', message: 'The renderer uses no Node module.' },
        {
          regex: 'src-main|^(\\.\\./){2,}',
          message: 'The renderer reaches main only through #contract/* and #document/*.',
        },
        { regex: '^(better-sqlite3|koffi|node-llama-cpp|ws|conf|electron-store)$', message: 'Belongs to the core.' },
        ...barred.map((folder) => ({
          regex: `^\\.\\./${folder}/`,
          message: 'What two features need lies in a shared folder (renderer-folders.cjs).',
        })),
      ],
    },
  ],
});

/** Every rule, in components too, where those that need types take ten times as long (`npm run lint:components`). */
export const withTypes = ts.config(
  { ignores: ['node_modules', 'out', 'dist', 'test-results', 'playwright-report', 'src-main/kernels', '**/*.d.mts'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.cjs', 'scripts/*.mjs'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src-renderer/**/*.svelte'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
  },
  // They are TypeScript as they are, and Svelte's parser would have a program made for each of them.
  { files: ['src-renderer/**/*.svelte.ts'], languageOptions: { parser: ts.parser } },
  {
    files: ['src-renderer/**/*.svelte', 'src-renderer/**/*.svelte.ts'],
    rules: {
      // Sets and maps that no template reads need no signals.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    // The parser does not know the types of component props within a template; svelte-check does, and checks them.
    files: ['src-renderer/**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['src-renderer/**'], languageOptions: { globals: globals.browser }, rules: rendererBorders([]) },
  ...FEATURES.map((folder) => ({
    files: [`src-renderer/${folder}/**`],
    rules: rendererBorders([TOP, ...FEATURES.filter((other) => other !== folder)]),
  })),
  ...SHARED.map((folder) => ({ files: [`src-renderer/${folder}/**`], rules: rendererBorders([TOP, ...FEATURES]) })),
  {
    files: ['scripts/**', 'src-main/shells/cli/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs', 'tests/layers/**'], ...ts.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);

// Each component would have a program of TypeScript made for it; svelte-check has one for all of them.
export default [...withTypes, { files: ['src-renderer/**/*.svelte'], ...ts.configs.disableTypeChecked }];
