/**
 * Finds the app's own files: the renderer, the entries of child processes, the resources. The same code runs from
 * `out/main` (built, perhaps inside an asar archive) and from `src-main` (tests), so everything is found from the
 * folder of this file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { findAppRoot } from '../core/app-root.ts';
import type { Entries } from '../core/ports.ts';

export interface AppFiles {
  readonly version: string;
  readonly entries: Entries;
  readonly resources: string;
  readonly renderer: string;
  readonly preload: string;
}

/** @throws Error when there is no package.json above this file, because files of the app are missing */
export function findAppFiles(): AppFiles {
  const root = findAppRoot(import.meta.dirname);
  const isBuilt = relative(root, import.meta.dirname).split(sep)[0] === 'out';
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    version,
    entries: isBuilt ? builtEntries(join(root, 'out', 'main')) : sourceEntries(join(root, 'src-main')),
    resources: findResources(root),
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'preload.cjs'),
  };
}

/** A packed desktop app has its resources beside its archive, where native code can read them. */
function findResources(root: string): string {
  const inside = join(root, 'resources');
  return existsSync(join(inside, 'guide-model')) ? inside : dirname(root);
}

/** Named like the inputs in electron.vite.config.ts. */
function builtEntries(folder: string): Entries {
  return {
    engine: join(folder, 'engine.js'),
    convert: join(folder, 'convert.js'),
    convertWorker: join(folder, 'convert-worker.js'),
    tokenizer: join(folder, 'tokenizer.js'),
    scoring: join(folder, 'scoring.js'),
    history: join(folder, 'history.js'),
    language: join(folder, 'language.js'),
    verdict: join(folder, 'verdict.js'),
    document: join(folder, 'document.js'),
  };
}

function sourceEntries(folder: string): Entries {
  return {
    engine: join(folder, 'engine-process', 'main.ts'),
    convert: join(folder, 'convert-process', 'main.ts'),
    convertWorker: join(folder, 'convert-process', 'worker.ts'),
    tokenizer: join(folder, 'tokenizer-process', 'main.ts'),
    scoring: join(folder, 'scoring-process', 'main.ts'),
    history: join(folder, 'core', 'history', 'worker.ts'),
    language: join(folder, 'core', 'language-detection', 'worker.ts'),
    verdict: join(folder, 'core', 'evaluation', 'ifeval', 'worker.ts'),
    document: join(folder, 'core', 'history', 'transfer', 'documents', 'worker.ts'),
  };
}
