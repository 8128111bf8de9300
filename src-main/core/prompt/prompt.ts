/** One message of a prompt, oldest first; a system prompt is the first message. */
export interface PromptMessage {
  readonly role: string;
  readonly content: string;
  /** The tools that an answer has called. */
  readonly toolCalls?: readonly ToolCall[] | undefined;
}

/** A call of a tool, as templates write it. */
export interface ToolCall {
  readonly name: string;
  /** As JSON. */
  readonly arguments: unknown;
}

/** Rendered messages, as text and as token ids. */
export interface RenderedPrompt {
  readonly prompt: string;
  readonly tokens: Uint32Array;
  /** The tag with which the template begins the model's thinking, if it does. */
  readonly openTag?: string;
}
