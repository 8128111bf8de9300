import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { MOST_ALTERNATIVES, MOST_PENALTY_WINDOW, Sampling, type Grammar } from '#contract/sampling';
import { because } from '#contract/reasons';
import { optionalNumber, optionalText, type OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

export const SAMPLING_OPTIONS = {
  greedy: 'boolean',
  temperature: 'string',
  'top-p': 'string',
  'top-k': 'string',
  'min-p': 'string',
  'repeat-penalty': 'string',
  'presence-penalty': 'string',
  'frequency-penalty': 'string',
  'penalty-window': 'string',
  seed: 'string',
  'max-tokens': 'string',
  stop: 'strings',
  grammar: 'string',
  'json-schema': 'string',
  logprobs: 'string',
} as const;

/** The sampling of the options in `SAMPLING_OPTIONS`. @throws UsageError */
export async function samplingOptions(options: OptionValues): Promise<Sampling> {
  const share = { least: 0, most: 1 };
  const penalty = { least: -2, most: 2 };
  const given = optionalNumber(options, 'temperature', { least: 0, most: 5 });
  if (options['greedy'] === true && given !== undefined && given !== 0) {
    throw new UsageError(because('usage-only-one', { first: '--greedy', second: '--temperature' }));
  }
  const stop = options['stop'];
  const entries = {
    temperature: options['greedy'] === true ? 0 : given,
    topP: optionalNumber(options, 'top-p', share),
    topK: optionalNumber(options, 'top-k', { least: 0, most: 1000, whole: true }),
    minP: optionalNumber(options, 'min-p', share),
    repetitionPenalty: optionalNumber(options, 'repeat-penalty', { least: 0.1, most: 5 }),
    presencePenalty: optionalNumber(options, 'presence-penalty', penalty),
    frequencyPenalty: optionalNumber(options, 'frequency-penalty', penalty),
    penaltyWindow: optionalNumber(options, 'penalty-window', { least: 0, most: MOST_PENALTY_WINDOW, whole: true }),
    seed: optionalNumber(options, 'seed', { least: 0, most: 0xffff_ffff, whole: true }),
    maxTokens: optionalNumber(options, 'max-tokens', { least: 1, most: 131_072, whole: true }),
    stop: Array.isArray(stop) ? stop : undefined,
    grammar: await grammarOption(options),
    alternatives: optionalNumber(options, 'logprobs', { least: 0, most: MOST_ALTERNATIVES, whole: true }),
  };
  const named = Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
  const checked = v.safeParse(Sampling, named);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new UsageError(because('in-file', { path: v.getDotPath(issue) ?? '?', fault: issue.message }));
}

async function grammarOption(options: OptionValues): Promise<Grammar | undefined> {
  const grammar = optionalText(options, 'grammar');
  const schema = optionalText(options, 'json-schema');
  if (grammar !== undefined && schema !== undefined) {
    throw new UsageError(because('usage-only-one', { first: '--grammar', second: '--json-schema' }));
  }
  if (grammar !== undefined) return { kind: 'gbnf', text: await textOf(grammar) };
  return schema === undefined ? undefined : { kind: 'json-schema', text: await textOf(schema) };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(resolve(path), 'utf8');
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    throw new UsageError(because('usage-unreadable', { path, fault }));
  }
}
