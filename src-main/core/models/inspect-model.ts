import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Inspection } from '#contract/imports';
import { fileError } from '../file-error.ts';
import { freeBytes } from '../free-bytes.ts';
import { inspectCheckpoint, type Machine } from './inspect-checkpoint.ts';
import { inspectGguf } from './inspect-gguf.ts';
import type { FindSpeeds } from './speed-finder.ts';

/**
 * Describes a checkpoint folder or GGUF file: its facts, the size of each conversion, and every problem that would stop
 * an import. Changes nothing and reads no weights.
 *
 * @param modelsFolder - on the disk that the model would be written to
 * @param findSpeeds - how fast this machine converts; without it no time is estimated
 * @param fitting - how models would fit into memory; without it this is left out
 * @throws SarviError `path-missing`, `path-unreadable`, `path-not-a-model`
 */
export async function inspectModel(
  path: string,
  modelsFolder: string,
  findPreTokenizer: Machine['findPreTokenizer'],
  findSpeeds: FindSpeeds = () => Promise.resolve(null),
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
