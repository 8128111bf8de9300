import * as v from 'valibot';
import type { DatasetKind } from '#contract/datasets';
import { Role } from '#contract/messages';

const Said = v.object({ role: Role, content: v.string() });
const Turns = v.array(Said);

/** An example that was kept for testing, with one answer or, for a pair, the chosen and the rejected one. */
export const HeldOutRow = v.object({
  messages: Turns,
  answers: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(2)),
  /** Whether a single answer is one that is wanted. */
  good: v.boolean(),
});
export type HeldOutRow = v.InferOutput<typeof HeldOutRow>;
type Said = v.InferOutput<typeof Said>;

const Pair = v.object({ prompt: Turns, chosen: Turns, rejected: Turns });
const WholePair = v.object({ chosen: Turns, rejected: Turns });
const Rated = v.object({ prompt: Turns, completion: Turns, label: v.boolean() });
const Conversation = v.object({ messages: Turns });

/**
 * A row in one of TRL's conversational forms; null for anything else. Of a conversation the last answer counts.
 *
 * @see https://huggingface.co/docs/trl/dataset_formats
 */
export function readHeldOutRow(value: unknown): { readonly kind: DatasetKind; readonly row: HeldOutRow } | null {
  if (v.is(Pair, value)) return pairOf(value.prompt, value.chosen, value.rejected);
  if (v.is(WholePair, value) && !('prompt' in value)) {
    const { chosen, rejected } = value;
    return pairOf(chosen.slice(0, -1), chosen.slice(-1), rejected.slice(-1), rejected.slice(0, -1));
  }
  if (v.is(Rated, value)) {
    const answer = answerIn(value.completion);
    return answer === null ? null : rowOf('kto', value.prompt, [answer], value.label);
  }
  if (v.is(Conversation, value)) {
    const answer = answerIn(value.messages.slice(-1));
    return answer === null ? null : rowOf('sft', value.messages.slice(0, -1), [answer], true);
  }
  return null;
}

function pairOf(
  prompt: readonly Said[],
  chosen: readonly Said[],
  rejected: readonly Said[],
  otherPrompt = prompt,
): ReturnType<typeof readHeldOutRow> {
  const answers = [answerIn(chosen), answerIn(rejected)];
  if (answers.some((answer) => answer === null) || !isSame(prompt, otherPrompt)) return null;
  return rowOf('preference', prompt, answers as string[], true);
}

function rowOf(
  kind: DatasetKind,
  prompt: readonly Said[],
  answers: string[],
  good: boolean,
): ReturnType<typeof readHeldOutRow> {
  if (prompt.length === 0) return null;
  return { kind, row: { messages: prompt.map(({ role, content }) => ({ role, content })), answers, good } };
}

/** The text of one answer; null for several turns, another role or no text. */
function answerIn(turns: readonly Said[]): string | null {
  const [answer] = turns;
  return turns.length === 1 && answer?.role === 'assistant' && answer.content.trim() !== '' ? answer.content : null;
}

function isSame(one: readonly Said[], other: readonly Said[]): boolean {
  return one.length === other.length && one.every(({ content }, place) => content === other[place]?.content);
}
