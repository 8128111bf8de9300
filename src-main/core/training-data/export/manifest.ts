import { createHash } from 'node:crypto';
import type { DatasetFacts, DatasetFormat, DatasetQuery } from '#contract/datasets';
import type { ExportFiles, FrozenDataset } from './frozen-dataset.ts';

/** What an export is made of, so that a result can be traced back to it. */
export interface Manifest {
  readonly name: string;
  readonly version: number;
  readonly versionId: string;
  /** SHA-256 of the frozen rows. */
  readonly digest: string;
  readonly frozenAt: string;
  readonly format: DatasetFormat;
  readonly query: DatasetQuery;
  readonly facts: DatasetFacts;
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  readonly sarvi: string;
}

export function manifestOf(
  { version, name, query }: FrozenDataset,
  { format, files, sarvi }: { readonly format: DatasetFormat; readonly files: ExportFiles; readonly sarvi: string },
): Manifest {
  return {
    name,
    version: version.number,
    versionId: version.id,
    digest: version.digest,
    frozenAt: new Date(version.frozenAt).toISOString(),
    format,
    query,
    facts: version.facts,
    files: Object.entries(files).map(([file, text]) => ({
      name: file,
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: Buffer.byteLength(text),
    })),
    sarvi,
  };
}
