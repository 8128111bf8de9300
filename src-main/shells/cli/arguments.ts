import { resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { because } from '#contract/reasons';
import { UsageError } from './usage.ts';

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Words and options of one command; every command understands `--data-dir` and `--json`. */
export interface Arguments {
  readonly words: readonly string[];
  readonly options: OptionValues;
}

const COMMON: ParseArgsOptionsConfig = { 'data-dir': { type: 'string' }, json: { type: 'boolean' } };

const NO_FOLDER = because('usage-takes-folder', { option: '--data-dir' });

/**
 * `--data-dir` as an absolute path, read before a command has parsed its words.
 *
 * @throws UsageError when it is empty
 */
export function dataFolderOption(args: readonly string[]): string | undefined {
  const { values } = parseArgs({ args: [...args], options: COMMON, allowPositionals: true, strict: false });
  const folder = values['data-dir'];
  if (typeof folder !== 'string') return undefined;
  if (folder === '') throw new UsageError(NO_FOLDER);
  return resolve(folder);
}

/** The same for callers that must not fail: undefined when it is empty. */
export function dataFolderIn(args: readonly string[]): string | undefined {
  try {
    return dataFolderOption(args);
  } catch {
    return undefined;
  }
}

/** @throws UsageError for an unknown option, a missing value, or another number of words than `[least, most]` */
export function readArguments(
  args: readonly string[],
  /** `strings` may be given several times. */
  options: Record<string, 'string' | 'strings' | 'boolean'>,
  [least, most]: readonly [number, number],
): Arguments {
  const config: ParseArgsOptionsConfig = { ...COMMON };
  for (const [name, type] of Object.entries(options)) {
    config[name] = type === 'strings' ? { type: 'string', multiple: true } : { type };
  }
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(
      because('usage-not-understood', { fault: error instanceof Error ? error.message : String(error) }),
    );
  }
  const words = parsed.positionals;
  if (parsed.values['data-dir'] === '') throw new UsageError(NO_FOLDER);
  if (words.length < least) throw new UsageError(because('usage-argument-missing'));
  if (words.length > most) throw new UsageError(because('usage-too-many', { word: JSON.stringify(words[most]) }));
  return { words, options: parsed.values as OptionValues };
}

/** @throws UsageError when it is missing */
export function requiredText(options: OptionValues, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '')
    throw new UsageError(because('usage-option-missing', { option: `--${name}` }));
  return value;
}

export function optionalText(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** @throws UsageError when it is not a number from `least` to `most` */
export function optionalNumber(
  options: OptionValues,
  name: string,
  { least, most, whole = false }: { least: number; most: number; whole?: boolean },
): number | undefined {
  const text = optionalText(options, name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw new UsageError(
      because(whole ? 'usage-takes-whole' : 'usage-takes-number', { option: `--${name}`, least, most }),
    );
  }
  return value;
}
