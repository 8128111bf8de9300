/** What a model says beside its answer. It is shown with the message and is no part of prompts and searches. */
import * as v from 'valibot';

const Thinking = v.strictObject({ kind: v.literal('thinking'), text: v.string() });

/** A tool that was asked: what it was given, and what it answered. Each is empty where that is not known. */
const ToolTalk = v.strictObject({
  kind: v.literal('tool'),
  name: v.string(),
  input: v.string(),
  output: v.string(),
});

export const Aside = v.variant('kind', [Thinking, ToolTalk]);
export type Aside = v.InferOutput<typeof Aside>;
