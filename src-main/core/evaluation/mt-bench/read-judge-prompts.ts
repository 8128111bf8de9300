import * as v from 'valibot';
import { because } from '#contract/reasons';
import { checkRow, malformedFile, readRows, RowFault } from '../read-rows.ts';
import { placesOf, PLACES, type JudgePrompt, type JudgePromptKind, type JudgePrompts } from './judge-prompt.ts';

/** The names that FastChat asks for; prompts of other names are for comparing pairs. */
const NAMES: Readonly<Record<JudgePromptKind, string>> = {
  single: 'single-v1',
  singleWithReference: 'single-math-v1',
  conversation: 'single-v1-multi-turn',
  conversationWithReference: 'single-math-v1-multi-turn',
};

const PromptRow = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  type: v.string(),
  system_prompt: v.string(),
  prompt_template: v.string(),
  output_format: v.string(),
});

/**
 * FastChat's `judge_prompts.jsonl`.
 *
 * @throws SarviError those of `readRows`; `evaluation-file-malformed` if one of the four prompts is missing or cannot be used
 */
export async function readJudgePrompts(path: string): Promise<{ prompts: JudgePrompts; sha256: string }> {
  const { rows, faults, sha256 } = await readRows(path, {
    readRow: (value) => checkRow(PromptRow, value),
    keyOf: ({ name }) => name,
  });
  const promptOf = (kind: JudgePromptKind): JudgePrompt => {
    const name = NAMES[kind];
    const row = rows.find((each) => each.name === name);
    if (!row) throw malformedFile(path, faults[0]?.reason ?? because('judge-prompt-missing', { name }));
    const fault = faultOf(row, kind);
    if (fault) throw malformedFile(path, fault.reason);
    return { name, system: row.system_prompt, template: row.prompt_template };
  };
  return {
    prompts: {
      single: promptOf('single'),
      singleWithReference: promptOf('singleWithReference'),
      conversation: promptOf('conversation'),
      conversationWithReference: promptOf('conversationWithReference'),
    },
    sha256,
  };
}

function faultOf(row: v.InferOutput<typeof PromptRow>, kind: JudgePromptKind): RowFault | null {
  const places = placesOf(row.prompt_template);
  const isFilled = places?.every((place) => PLACES[kind].includes(place)) ?? false;
  if (row.type === 'single' && row.output_format === '[[rating]]' && isFilled) return null;
  return new RowFault(because('judge-prompt-refused', { name: row.name }));
}
