/**
 * Ways to cut a text before BPE for which llama.cpp has exactly equal code. With them a tokenizer can be identified
 * even if the converter's table lacks its vocabulary.
 */
import { isObject } from './read-json.ts';

const LLAMA_3 =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const TEKKEN =
  '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const VIKING = ' ?[^(\\s|.,!?…。，、।۔،)]+';

const BYTES = 'ByteLevel';
const GPT_2 = 'ByteLevel with its own pattern';

/**
 * Names by the steps, for tokenizers that add a BOS to a text and for those that do not; null if llama.cpp has none.
 */
const KNOWN: ReadonlyMap<string, { readonly withBos: string | null; readonly withoutBos: string | null }> = new Map(
  [
    { steps: [split(LLAMA_3), BYTES], withBos: 'llama-bpe', withoutBos: 'smaug-bpe' },
    // For `tekken` llama.cpp always adds a BOS, whatever the file says; for the others never.
    { steps: [split(TEKKEN), BYTES], withBos: 'tekken', withoutBos: null },
    { steps: [split(VIKING), 'Digits, each alone', BYTES], withBos: null, withoutBos: 'viking' },
    { steps: ['Digits, each alone', GPT_2], withBos: null, withoutBos: 'smollm' },
    { steps: [GPT_2], withBos: null, withoutBos: 'gpt-2' },
  ].map(({ steps, ...names }) => [steps.join('\n'), names]),
);

/** The name of a tokenizer with exactly these steps; null if llama.cpp has no code for them. */
export function nameByStructure(steps: readonly string[], addsBos: boolean): string | null {
  const names = KNOWN.get(steps.join('\n'));
  return names?.[addsBos ? 'withBos' : 'withoutBos'] ?? null;
}

/** The steps of a `pre_tokenizer`; each description contains everything that changes what the step does. */
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
