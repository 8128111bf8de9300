/**
 * How tokenizers cut a text before BPE, where llama.cpp has code of its own for exactly that. A tokenizer that the
 * converter's table does not have, because its vocabulary is another one, can be taken by these.
 */
import { isObject } from './read-json.ts';

const LLAMA_3 =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const TEKKEN =
  '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const VIKING = ' ?[^(\\s|.,!?…。，、।۔،)]+';

const BYTES = 'ByteLevel';
const GPT_2 = 'ByteLevel with its own pattern';

/** By their steps; the name, for a tokenizer that begins texts with a BOS and for one that does not; null for neither. */
const KNOWN: ReadonlyMap<string, { readonly withBos: string | null; readonly withoutBos: string | null }> = new Map(
  [
    { steps: [split(LLAMA_3), BYTES], withBos: 'llama-bpe', withoutBos: 'smaug-bpe' },
    // llama.cpp adds a BOS to texts for `tekken` whatever the file says, and for the others none.
    { steps: [split(TEKKEN), BYTES], withBos: 'tekken', withoutBos: null },
    { steps: [split(VIKING), 'Digits, each alone', BYTES], withBos: null, withoutBos: 'viking' },
    { steps: ['Digits, each alone', GPT_2], withBos: null, withoutBos: 'smollm' },
    { steps: [GPT_2], withBos: null, withoutBos: 'gpt-2' },
  ].map(({ steps, ...names }) => [steps.join('\n'), names]),
);

/** The name of a tokenizer with exactly these steps; null for one that llama.cpp has no code for. */
export function nameByStructure(steps: readonly string[], addsBos: boolean): string | null {
  const names = KNOWN.get(steps.join('\n'));
  return names?.[addsBos ? 'withBos' : 'withoutBos'] ?? null;
}

/** The steps of a `pre_tokenizer`, each in words that say all of it that changes what it does. */
export function describeSteps(preTokenizer: unknown): string[] {
  if (!isObject(preTokenizer)) return [];
  const { type } = preTokenizer;
  switch (type) {
    case 'Sequence': {
      const steps: unknown = preTokenizer['pretokenizers'];
      return Array.isArray(steps) ? steps.flatMap(describeSteps) : ['Sequence of nothing'];
    }
    case 'Split': {
      const { pattern, behavior, invert } = preTokenizer;
      const regex = isObject(pattern) ? pattern['Regex'] : undefined;
      return typeof regex === 'string' && behavior === 'Isolated' && invert !== true
        ? [split(regex)]
        : [`Split ${JSON.stringify({ pattern, behavior, invert })}`];
    }
    case 'ByteLevel': {
      const prefix = preTokenizer['add_prefix_space'] === true ? ' after a space' : '';
      return [(preTokenizer['use_regex'] === false ? BYTES : GPT_2) + prefix];
    }
    case 'Digits':
      return [preTokenizer['individual_digits'] === true ? 'Digits, each alone' : 'Digits'];
    default:
      return [JSON.stringify(type) ?? 'nothing'];
  }
}

function split(regex: string): string {
  return `Split ${regex}`;
}
