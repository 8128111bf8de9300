/** One message of a prompt, oldest first; a system prompt is the first message. */
export interface PromptMessage {
  readonly role: string;
  readonly content: string;
}

/** Rendered messages, as text and as token ids. */
export interface RenderedPrompt {
  readonly prompt: string;
  readonly tokens: Uint32Array;
  /** The tag with which the template begins the model's thinking, if it does. */
  readonly openTag?: string;
}
