import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Inspection } from '#contract/vocabulary';
import { fileError } from '../file-error.ts';
import { freeBytes } from '../free-bytes.ts';
import { inspectCheckpoint } from './inspect-checkpoint.ts';
import { inspectGguf } from './inspect-gguf.ts';

/**
 * Says what a checkpoint folder or GGUF file is, how large each conversion of it would be, and everything that would
 * stop an import. Nothing is changed, and no weights are read.
 *
 * @param modelsFolder - whose disk the model would come to lie on
 * @throws SarviError `path-missing`, `path-unreadable`, `path-not-a-model`
 */
export async function inspectModel(path: string, modelsFolder: string): Promise<Inspection> {
  const absolute = resolve(path);
  try {
    const isFolder = (await stat(absolute)).isDirectory();
    if (!isFolder && !/\.gguf$/i.test(absolute)) throw new SarviError('path-not-a-model', { path: absolute });
    const found = isFolder ? await inspectCheckpoint(absolute) : await inspectGguf(absolute);
    return { path: absolute, ...found, freeBytes: await freeBytes(modelsFolder) };
  } catch (error) {
    throw fileError(error, absolute);
  }
}
