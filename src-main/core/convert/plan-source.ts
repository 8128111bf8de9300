import { SarviError } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';
import { because } from '#contract/reasons';
import { readCheckpoint } from '../checkpoint/read-checkpoint.ts';
import { isFolder } from '../is-folder.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';
import type { SourceFile } from './journal.ts';
import { planConversion, type ConversionPlan, type PlanOptions } from './plan-conversion.ts';
import { planCopy, planJoin, planRequantization } from './plan-gguf.ts';

/** The planned output and the source files of its weights. */
export interface SourcePlan {
  readonly plan: ConversionPlan;
  readonly files: readonly SourceFile[];
}

/**
 * Plans the output for a checkpoint's folder or a GGUF file.
 *
 * @param quantization - null leaves a GGUF file's tensors as they are
 * @throws SarviError those of `readCheckpoint`, `planConversion`, `readGgufParts`, `planRequantization`
 */
export async function planSource(
  path: string,
  quantization: QuantizationType | null,
  options: PlanOptions,
): Promise<SourcePlan> {
  if (quantization !== null && (await isFolder(path))) {
    const checkpoint = await readCheckpoint(path);
    const files = checkpoint.weights.shards.map(({ path: shard, sizeBytes, modifiedMs }) => ({
      path: shard,
      sizeBytes,
      modifiedMs,
    }));
    return { plan: planConversion(checkpoint, quantization, options), files };
  }
  const source = await readGgufParts(path);
  if (source.tensors.length === 0) throw new SarviError('gguf-malformed', { path, reason: because('no-tensors') });
  const files = source.parts.map(({ path: part, sizeBytes, modifiedMs }) => ({ path: part, sizeBytes, modifiedMs }));
  if (quantization !== null) return { plan: planRequantization(source, quantization, options), files };
  return { plan: source.parts.length === 1 ? await planCopy(source) : planJoin(source), files };
}
