/** Lists of prompts for a comparison: Sarvi's own, and those of files. */
import * as v from 'valibot';
import { call } from './call.ts';
import { PromptEntry } from './comparisons.ts';
import { Count } from './primitives.ts';

/** The longest prompt file, in UTF-16 units: five thousand long prompts are shorter. */
export const MOST_PROMPT_FILE_LENGTH = 10_000_000;

export const PromptFormat = v.picklist(['txt', 'csv', 'jsonl']);
export type PromptFormat = v.InferOutput<typeof PromptFormat>;

/** Each prompt in Finnish, then in English. */
export const ownPromptSet = call('prompts.own', { input: v.strictObject({}), output: v.array(PromptEntry) });

/** Reads the text of a prompt file. Faulty lines are reported and the others used. */
export const readPromptFile = call('prompts.read', {
  input: v.strictObject({
    text: v.pipe(v.string(), v.maxLength(MOST_PROMPT_FILE_LENGTH)),
    format: PromptFormat,
  }),
  output: v.strictObject({
    prompts: v.array(PromptEntry),
    /** The first hundred; lines are counted from 1, and `reasonText` has words for the reasons. */
    faults: v.array(v.strictObject({ line: Count, reason: v.string() })),
    faultCount: Count,
  }),
});
