/** What a model produces next to its answer. It is shown with the message, and not part of prompts and searches. */
import * as v from 'valibot';

const Thinking = v.strictObject({ kind: v.literal('thinking'), text: v.string() });

/** A tool call: its input and its result. Each is empty when unknown. */
const ToolTalk = v.strictObject({
  kind: v.literal('tool'),
  name: v.string(),
  input: v.string(),
  output: v.string(),
});

export const Aside = v.variant('kind', [Thinking, ToolTalk]);
export type Aside = v.InferOutput<typeof Aside>;
