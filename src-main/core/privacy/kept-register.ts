/**
 * Every file and table that Sarvi keeps. A new place needs a line here: deleting everything and the privacy page use
 * these lines, and a test finds places without one.
 */
import type { KeptKind } from '#contract/privacy-calls';

export interface KeptFile {
  /** A file in the data folder, or a folder with everything in it. */
  readonly name: string;
  /**
   * The line of the privacy page that counts it; null for data that says nothing about the user and is removed by
   * itself.
   */
  readonly kind: KeptKind | null;
  /** Whether "delete everything" removes it: always, with the models, or never, with the reason. */
  readonly deleted: 'always' | 'with-models' | { readonly never: string };
  /** How older forms of it are read. */
  readonly migration: string;
  readonly backup: string;
  readonly exported: string;
}

const MADE_AGAIN = 'none: it is made again';
const NOT_PERSONAL = 'none: it holds nothing of what was said';

export const KEPT_FILES: readonly KeptFile[] = [
  {
    name: 'history',
    kind: 'conversations',
    deleted: 'always',
    migration: 'history/migrations; the files beside the database are read leniently and made again',
    backup: 'daily and by hand; not the files beside the database, which are of this machine',
    exported: 'history.export',
  },
  {
    name: 'models',
    kind: 'models',
    deleted: 'with-models',
    migration: 'version in model.json',
    backup: 'none: models are large and can be had again',
    exported: 'they are plain GGUF files',
  },
  {
    name: 'adapters',
    kind: 'adapters',
    deleted: 'with-models',
    migration: 'version in adapter.json',
    backup: 'none: adapters can be had again',
    exported: 'they are plain GGUF files',
  },
  {
    name: 'states',
    kind: 'states',
    deleted: 'always',
    migration: 'none: what another version wrote is removed',
    backup: MADE_AGAIN,
    exported: MADE_AGAIN,
  },
  {
    name: 'scoring',
    kind: 'states',
    deleted: 'always',
    migration: 'none: it is removed when its task ends, else at the next start',
    backup: MADE_AGAIN,
    exported: MADE_AGAIN,
  },
  {
    name: 'evaluations',
    kind: 'evaluations',
    deleted: 'always',
    migration: 'version in run.json',
    backup: 'none: they can be measured again, and exported',
    exported: 'evaluations.export',
  },
  {
    name: 'perplexity',
    kind: 'evaluations',
    deleted: 'always',
    migration: 'version in each file; what cannot be read counts as not measured',
    backup: 'none: it can be measured again',
    exported: 'plain JSON',
  },
  {
    name: 'lineage',
    kind: 'evaluations',
    deleted: 'always',
    migration: 'version in run.json',
    backup: 'none: it can be measured again, and exported',
    exported: 'lineage.export',
  },
  {
    name: 'prompts',
    kind: 'prompts',
    deleted: 'always',
    migration: 'none: text; what is not understood in a file is reported, and the rest is used',
    backup: 'none: they are plain files, to be copied or exported',
    exported: 'promptlibrary.export; plain Markdown',
  },
  {
    name: 'updates',
    kind: 'updates',
    deleted: 'always',
    migration: 'none: what cannot be read, or is no newer than the app, is removed at the start',
    backup: 'none: it can be downloaded again',
    exported: 'not: it holds nothing of the user',
  },
  {
    name: 'cuda',
    kind: 'cuda',
    deleted: 'with-models',
    migration: 'none: what is for another version of the engine is removed at the start',
    backup: 'none: it can be downloaded again',
    exported: 'not: it holds nothing of the user',
  },
  {
    name: 'logs',
    kind: 'logs',
    deleted: 'always',
    migration: 'none: text',
    backup: NOT_PERSONAL,
    exported: 'plain text',
  },
  settingsFile('config.json', 'the settings stay as they were set'),
  settingsFile('config.damaged.json', 'a copy of settings that could not be read, for the user to look at'),
  settingsFile('model-places.json', 'it says where models are, and those that are used elsewhere stay'),
  settingsFile('threads.json', 'measured of this machine'),
  settingsFile('backends.json', 'measured of this machine'),
  {
    name: 'api-key.json',
    kind: 'settings',
    deleted: 'always',
    migration: 'what cannot be read counts as no key: the user makes a new one',
    backup: 'none: the digest of a key is of this machine, and the key is made anew',
    exported: 'not: it holds a digest only',
  },
  {
    name: 'running.json',
    kind: null,
    deleted: { never: 'the running app needs it' },
    migration: 'none: it is written at each start',
    backup: MADE_AGAIN,
    exported: MADE_AGAIN,
  },
  {
    name: 'web-shell.json',
    kind: 'page-keys',
    deleted: { never: 'the page that asks for it lives by its key; a key that is not used goes after 14 days' },
    migration: 'what cannot be read counts as empty: a page is then let in by a printed address',
    backup: 'none: keys are of this machine, and made anew',
    exported: 'not: whoever has a key is let in',
  },
  {
    name: 'remote-keys.json',
    kind: 'remote-keys',
    deleted: 'always',
    migration: 'version in the file; what cannot be read counts as empty, and the user is asked for the key again',
    backup: 'none: only the key store of this system can read it',
    exported: 'not: it holds keys',
  },
];

export interface KeptTable {
  /** A table that the migrations create. Tables of a full-text index begin with its name. */
  readonly name: string;
  /** How it is exported. */
  readonly exported: string;
}

const IN_EXPORTS = 'in JSON exports';
const IN_COMPARISONS = 'in JSON exports of comparisons';
const IN_DATASETS = 'as folders for training (datasets.export)';
const DERIVED = 'not: made from the messages';

/** All of them are migrated, backed up and deleted with their database. */
export const KEPT_TABLES: readonly KeptTable[] = [
  { name: 'conversations', exported: IN_EXPORTS },
  { name: 'messages', exported: IN_EXPORTS },
  { name: 'folders', exported: 'by name, in JSON exports' },
  { name: 'folder_files', exported: 'as text, from the folder’s settings' },
  { name: 'tags', exported: 'by name, in JSON exports' },
  { name: 'conversation_tags', exported: IN_EXPORTS },
  { name: 'drafts', exported: 'not: what was never sent' },
  { name: 'removals', exported: 'not: messages in the trash' },
  { name: 'removed_messages', exported: 'not: messages in the trash' },
  { name: 'comparisons', exported: IN_COMPARISONS },
  { name: 'comparison_columns', exported: IN_COMPARISONS },
  { name: 'comparison_rows', exported: IN_COMPARISONS },
  { name: 'comparison_cells', exported: IN_COMPARISONS },
  { name: 'comparison_votes', exported: IN_COMPARISONS },
  { name: 'datasets', exported: IN_DATASETS },
  { name: 'dataset_decisions', exported: IN_DATASETS },
  { name: 'dataset_versions', exported: IN_DATASETS },
  { name: 'dataset_version_rows', exported: IN_DATASETS },
  { name: 'due_work', exported: 'not: work that is to be done' },
  { name: 'vocabulary', exported: DERIVED },
  { name: 'word_lemmas', exported: DERIVED },
  { name: 'vocabulary_parts', exported: DERIVED },
  { name: 'message_search', exported: DERIVED },
  { name: 'title_search', exported: DERIVED },
  { name: 'message_terms', exported: DERIVED },
  { name: 'title_terms', exported: DERIVED },
];

function settingsFile(name: string, why: string): KeptFile {
  return {
    name,
    kind: 'settings',
    deleted: { never: why },
    migration: 'each field that is missing or wrong gets its default',
    backup: 'none: it holds nothing of what was said',
    exported: 'plain JSON',
  };
}
