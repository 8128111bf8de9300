import { extname } from 'node:path';
import { COMPARISON_FORMATS } from '#contract/comparison-calls';
import { because } from '#contract/reasons';
import { optionalText, type OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

/** The format that a file's ending means, where none is given. */
const ENDINGS: Readonly<Record<string, ComparisonFormat>> = { '.csv': 'csv', '.json': 'json', '.jsonl': 'arena' };

/** `--format`, or what the ending of the file means, or `otherwise`. @throws UsageError for another one */
export function exportFormatOption(options: OptionValues, path: string, otherwise: ComparisonFormat): ComparisonFormat {
  const given = optionalText(options, 'format');
  if (given === undefined) return ENDINGS[extname(path).toLowerCase()] ?? otherwise;
  const found = COMPARISON_FORMATS.find((format) => format === given);
  if (found === undefined) {
    const list = COMPARISON_FORMATS.join(', ');
    throw new UsageError(because('usage-takes-one-of', { option: '--format', list }));
  }
  return found;
}
