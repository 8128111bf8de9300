/**
 * A weight count as a size label with two digits: `5.8M`, `1.2B`, `71B`.
 *
 * @see ggml-org/llama.cpp gguf-py/gguf/utility.py (`model_weight_count_rounded_notation`)
 */
export function sizeLabel(weightCount: number): string {
  const [scale, suffix] =
    weightCount > 1e12 ? [1e-12, 'T'] : weightCount > 1e9 ? [1e-9, 'B'] : weightCount > 1e6 ? [1e-6, 'M'] : [1e-3, 'K'];
  const scaled = weightCount * scale;
  const digits = String(Math.round(scaled)).replace(/^0+/, '').length;
  return `${scaled.toFixed(Math.max(2 - digits, 0))}${suffix}`;
}
