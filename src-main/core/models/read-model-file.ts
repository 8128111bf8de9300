import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import { llamaLicenceOf } from '#contract/licences';
import { inspectModel } from './inspect-model.ts';
import type { ResolvedModel } from './resolved-model.ts';

/**
 * Reads a GGUF file outside the library as a model.
 *
 * @throws SarviError as `inspectModel`, and its first problem; `path-not-a-model`
 */
export async function readModelFile(path: string, libraryFolder: string): Promise<ResolvedModel> {
  const inspection = await inspectModel(path, libraryFolder, null);
  const problem = inspection.problems[0];
  if (problem) throw SarviError.fromReport(problem);
  if (inspection.kind !== 'gguf') throw new SarviError('path-not-a-model', { path });
  const { family, facts, sampling } = inspection;
  const name = facts.name ?? basename(path);
  const licence = llamaLicenceOf({ family, facts, name });
  return { id: `file-${randomUUID()}`, name, licence, path: inspection.path, sampling };
}
