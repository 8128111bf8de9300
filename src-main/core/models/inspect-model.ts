import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Inspection } from '#contract/imports';
import { fileError } from '../file-error.ts';
import { freeBytes } from '../free-bytes.ts';
import { inspectCheckpoint, type Machine } from './inspect-checkpoint.ts';
import { inspectGguf } from './inspect-gguf.ts';

/**
 * Says what a checkpoint folder or GGUF file is, what each conversion of it would come to, and everything that would
 * stop an import. Nothing is changed, and no weights are read.
 *
 * @param modelsFolder - whose disk the model would come to lie on
 * @param findPreTokenizer - null where only a GGUF file is of use
 * @param findSpeeds - how fast this machine converts; without it no time is estimated
 * @param fitting - how models would fit into its memory; without it nothing is said of that
 * @throws SarviError `path-missing`, `path-unreadable`, `path-not-a-model`
 */
export async function inspectModel(
  path: string,
  modelsFolder: string,
  findPreTokenizer: Machine['findPreTokenizer'],
  findSpeeds: Machine['findSpeeds'] = () => Promise.resolve(null),
  fitting: Machine['fitting'] = null,
): Promise<Inspection> {
  const absolute = resolve(path);
  try {
    const isFolder = (await stat(absolute)).isDirectory();
    if (!isFolder && !/\.gguf$/i.test(absolute)) throw new SarviError('path-not-a-model', { path: absolute });
    const free = await freeBytes(modelsFolder);
    const machine = { findPreTokenizer, freeBytes: free, findSpeeds, fitting };
    const found = isFolder ? await inspectCheckpoint(absolute, machine) : await inspectGguf(absolute, machine);
    return { path: absolute, ...found, freeBytes: free };
  } catch (error) {
    throw fileError(error, absolute);
  }
}
