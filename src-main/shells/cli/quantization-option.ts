import { QUANTIZATION_TYPES, type QuantizationType } from '#contract/quantization';
import { because } from '#contract/reasons';
import { optionalText, type OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

/** `--type`, in any case. @throws UsageError for a type that is not offered */
export function quantizationOption(options: OptionValues): QuantizationType | undefined {
  const text = optionalText(options, 'type');
  return text === undefined ? undefined : quantizationOf(text);
}

/** `--type A,B` or `--type A --type B`, each type once. @throws UsageError for a type that is not offered */
export function quantizationsOption({ type }: OptionValues): QuantizationType[] {
  const texts = Array.isArray(type) ? (type as readonly string[]) : [];
  return [...new Set(texts.flatMap((text) => text.split(',')).map((text) => quantizationOf(text.trim())))];
}

function quantizationOf(text: string): QuantizationType {
  const type = QUANTIZATION_TYPES.find((one) => one === text.toUpperCase());
  if (!type)
    throw new UsageError(because('usage-takes-one-of', { option: '--type', list: QUANTIZATION_TYPES.join(', ') }));
  return type;
}
