import type { Sampling } from '#contract/sampling';
import { checkJson } from './check-json.ts';
import { isObject, readTextFile, type JsonObject } from './read-json.ts';

const MAX_BYTES = 2 ** 20;

/** What `generation_config.json` says, read as JSON only; empty when it is missing or damaged. */
export async function readGenerationConfig(folder: string): Promise<JsonObject> {
  const text = await readTextFile(folder, 'generation_config.json', 'path-unreadable', MAX_BYTES);
  if (checkJson(text ?? '') !== null) return {};
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return isObject(value) ? value : {};
  } catch {
    // The file only has defaults; a checkpoint is complete without it.
    return {};
  }
}

/** The sampling that a checkpoint recommends; a value outside the contract's bounds counts as missing. */
export function samplingOf(generation: JsonObject): Sampling {
  const number = (key: string, min: number, max: number): number | undefined => {
    const value = generation[key];
    return typeof value === 'number' && value >= min && value <= max ? value : undefined;
  };
  const sampling: Sampling = {};
  // Greedy decoding is `do_sample` false here, a temperature of 0 in Sarvi.
  const temperature = generation['do_sample'] === false ? 0 : number('temperature', 0, 5);
  const topP = number('top_p', 0, 1);
  const topK = number('top_k', 0, 1000);
  const minP = number('min_p', 0, 1);
  const repetitionPenalty = number('repetition_penalty', 0.1, 5);
  const maxTokens = number('max_new_tokens', 1, 131_072);
  if (temperature !== undefined) sampling.temperature = temperature;
  if (topP !== undefined) sampling.topP = topP;
  if (topK !== undefined && Number.isInteger(topK)) sampling.topK = topK;
  if (minP !== undefined) sampling.minP = minP;
  if (repetitionPenalty !== undefined) sampling.repetitionPenalty = repetitionPenalty;
  if (maxTokens !== undefined && Number.isInteger(maxTokens)) sampling.maxTokens = maxTokens;
  return sampling;
}

/** Every id that ends a generation, in order; the tokenizer names at most one of them. */
export function endTokenIds(generation: JsonObject): number[] {
  const ids: unknown = generation['eos_token_id'];
  const list = Array.isArray(ids) ? (ids as unknown[]) : [ids];
  return list.filter((id): id is number => typeof id === 'number' && Number.isSafeInteger(id) && id >= 0);
}
