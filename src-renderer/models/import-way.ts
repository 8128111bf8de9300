import type { CallInput } from '#contract/contract';
import type { ImportMode, Inspection, QuantizationType } from '#contract/vocabulary';

/** What becomes of a GGUF file: as it is in one of two places, or as a file of another type. */
export type ImportWay = ImportMode | 'convert';

/** What an import is asked for; a checkpoint always gets a type. */
export function importRequest(
  { path, kind }: Pick<Inspection, 'path' | 'kind'>,
  { way, quantization, name }: { way: ImportWay; quantization: QuantizationType; name: string },
): CallInput<'models.import'> {
  const trimmed = name.trim();
  return {
    source: { kind: 'path', path },
    ...(kind === 'checkpoint' || way === 'convert' ? { quantization } : { mode: way }),
    ...(trimmed === '' ? {} : { name: trimmed }),
  };
}
