/** What a writer tells its parent before it is killed; each is sent once the history has confirmed it. */
export type WriterReport =
  /** The work has begun: a kill may come from now on. */
  | { kind: 'working' }
  /** The answer being streamed has come to this length; this one is sent before it is saved. */
  | { kind: 'grown'; messageId: string; length: number }
  /** The history was asked to save that much of it, and has confirmed that it is kept. */
  | { kind: 'saving' | 'saved'; messageId: string; length: number }
  /** A message was added under its parent. */
  | { kind: 'added'; messageId: string; parentId: string | null; text: string }
  /** So many conversations of the file were taken in. */
  | { kind: 'imported'; count: number }
  /** What was to be done once is done. */
  | { kind: 'done' };

export function report(what: WriterReport): void {
  process.send?.(what);
}
