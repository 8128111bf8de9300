import type { CallInput } from '#contract/contract';
import type { ImportMode, Inspection } from '#contract/imports';
import type { QuantizationType } from '#contract/quantization';

/** What an import does with a GGUF file: keeps it in one of two places, or converts it. */
export type ImportWay = ImportMode | 'convert';

interface Choice {
  readonly way: ImportWay;
  readonly quantizations: readonly QuantizationType[];
  readonly name: string;
}

/** The requests of an import, one for each type; a checkpoint always has a type. */
export function importRequests(
  { path, kind }: Pick<Inspection, 'path' | 'kind'>,
  { way, quantizations, name }: Choice,
): CallInput<'models.import'>[] {
  const trimmed = name.trim();
  const asked = { source: { kind: 'path' as const, path }, ...(trimmed === '' ? {} : { name: trimmed }) };
  if (kind === 'gguf' && way !== 'convert') return [{ ...asked, mode: way }];
  return quantizations.map((quantization) => ({ ...asked, quantization }));
}

/** The size of all files of an import together. */
export function bytesOf({ sizes }: Pick<Inspection, 'sizes'>, quantizations: readonly QuantizationType[]): number {
  return sizes
    .filter(({ quantization }) => quantizations.includes(quantization))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
