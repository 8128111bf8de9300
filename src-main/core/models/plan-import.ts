import { basename, join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { ImportMode, Inspection } from '#contract/imports';
import { DEFAULT_QUANTIZATION, type QuantizationType } from '#contract/quantization';
import { because } from '#contract/reasons';
import { llamaLicenceOf } from '#contract/licences';
import { NO_LINEAGE, type Lineage } from '#contract/lineages';
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import { requireRequantizable } from '../convert/plan-gguf.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';
import { requireSameShape, withParent } from './find-parent.ts';
import { inspectModel } from './inspect-model.ts';
import type { FindPreTokenizer } from './pre-tokenizer-finder.ts';

export type ImportSource = { kind: 'guide' } | { kind: 'path'; path: string };

export interface ImportRequest {
  readonly source: ImportSource;
  readonly quantization?: QuantizationType | undefined;
  /** Path of a file of llama.cpp's imatrix tool. */
  readonly imatrixPath?: string | undefined;
  readonly name?: string | undefined;
  /** Whether a GGUF file is copied into the library (the default) or used in place. */
  readonly mode?: ImportMode | undefined;
  /** Worker threads of a conversion; default: the machine's cores. */
  readonly jobs?: number | undefined;
  /** The model that it was trained from. */
  readonly parentId?: ModelId | undefined;
}

/** A request with its inspected source. */
export interface ImportPlan {
  readonly source: Inspection;
  /** Null keeps the type of a GGUF file. */
  readonly quantization: QuantizationType | null;
  readonly imatrixPath: string | undefined;
  readonly name: string;
  readonly inPlace: boolean;
  readonly jobs: number | undefined;
  readonly lineage: Lineage | null;
  /** As the model states it; else, of one that was trained, its parent's. */
  readonly licence: string | null;
}

/** Where an import's source and its model lie, and what looks at the source. */
interface ImportPlace {
  readonly resources: string;
  readonly models: string;
  readonly findPreTokenizer: FindPreTokenizer;
  /** The library. */
  readonly known: readonly Model[];
}

/** So small a model loses nothing by eight bits, and is 6 MB in them. */
const GUIDE_QUANTIZATION: QuantizationType = 'Q8_0';
const GUIDE_NAME = 'Sarvi guide';

/**
 * @throws SarviError the source's first problem; `invalid-input`, `model-unknown`, `shapes-differ`, and as
 *   `requireRequantizable`
 */
export async function planImport(
  request: ImportRequest,
  { resources, models, findPreTokenizer, known }: ImportPlace,
): Promise<ImportPlan> {
  const guide = request.source.kind === 'guide';
  const path = request.source.kind === 'guide' ? join(resources, 'guide-model') : request.source.path;
  const source = await inspectModel(path, models, findPreTokenizer);
  const problem = source.problems[0];
  if (problem) throw SarviError.fromReport(problem);
  const inPlace = request.mode === 'in-place';
  const wanted = request.quantization;
  let quantization: QuantizationType | null;
  if (source.kind === 'checkpoint') {
    if (inPlace) throw new SarviError('invalid-input', { reason: because('only-gguf-in-place') });
    quantization = wanted ?? (guide ? GUIDE_QUANTIZATION : DEFAULT_QUANTIZATION);
  } else {
    quantization = wanted === undefined || wanted === source.facts.fileType ? null : wanted;
    if (inPlace && quantization !== null) {
      throw new SarviError('invalid-input', { reason: because('in-place-keeps-type') });
    }
    if (quantization !== null) requireRequantizable(await readGgufParts(source.path), quantization);
  }
  if (quantization === null && request.imatrixPath !== undefined) {
    throw new SarviError('invalid-input', { reason: because('kept-type-takes-no-matrix') });
  }
  const named = request.name ?? (guide ? GUIDE_NAME : source.facts.name);
  const name = named ?? basename(path).replace(/(-\d{5}-of-\d{5})?\.gguf$/i, '');
  const { imatrixPath, jobs, parentId } = request;
  const lineage = lineageOf(source, name, quantization ?? source.facts.fileType, { parentId, known });
  const parent = known.find(({ id }) => id === lineage?.parent?.modelId);
  const licence = source.facts.licence ?? (parent ? (parent.facts.licence ?? llamaLicenceOf(parent)) : null);
  return { source, quantization, imatrixPath, name, inPlace, jobs, lineage, licence };
}

/** @throws SarviError `model-unknown`, `shapes-differ` */
function lineageOf(
  { facts, lineage }: Inspection,
  name: string,
  fileType: string,
  { parentId, known }: { readonly parentId: ModelId | undefined; readonly known: readonly Model[] },
): Lineage | null {
  if (parentId === undefined) return lineage ? withParent(lineage, { ...facts, fileType }, known) : null;
  const parent = known.find(({ id }) => id === parentId);
  if (!parent) throw new SarviError('model-unknown', { model: parentId });
  requireSameShape({ name, facts }, parent);
  return { ...(lineage ?? NO_LINEAGE), parent: { modelId: parent.id, name: parent.name } };
}

/** Identifies what is imported and how, however it was requested. */
export function importKey({ source, quantization, imatrixPath, name, inPlace }: ImportPlan): string {
  return JSON.stringify([source.path, quantization, imatrixPath, name, inPlace]);
}

/** The size of the file that an import writes. */
export function sizeOf(inspection: Inspection, quantization: QuantizationType | null): number {
  const size = inspection.sizes.find((one) => one.quantization === quantization);
  return size?.sizeBytes ?? inspection.facts.sizeBytes;
}
