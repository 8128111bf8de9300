/** A file in parts: what is before the samples, a text for each, and what is after them. */
export interface Parts {
  readonly before: string;
  readonly each: readonly (() => string)[];
  readonly after: string;
}
