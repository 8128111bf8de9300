import { QUANTIZATION_TYPES, type QuantizationType } from '#contract/vocabulary';
import { optionalText, type OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

/** `--type`, in any case. @throws UsageError for a type that is not offered */
export function quantizationOption(options: OptionValues): QuantizationType | undefined {
  const text = optionalText(options, 'type');
  if (text === undefined) return undefined;
  const type = QUANTIZATION_TYPES.find((one) => one === text.toUpperCase());
  if (!type) throw new UsageError(`--type takes one of ${QUANTIZATION_TYPES.join(', ')}`);
  return type;
}
