/** One message of what a model is asked, oldest first; a system prompt is the first one. */
export interface PromptMessage {
  readonly role: string;
  readonly content: string;
}

/** What the chat template makes of messages, as text and as token ids. */
export interface RenderedPrompt {
  readonly prompt: string;
  readonly tokens: Uint32Array;
  /** The tag by which the template has begun the model's thinking, if it has. */
  readonly openTag?: string;
}
