/** One prompt in two languages. Turns after the first continue from the model's answer. */
export interface PromptPair {
  readonly id: string;
  readonly fi: readonly [string, ...string[]];
  readonly en: readonly [string, ...string[]];
}
