import type { ExportFormat } from '#contract/transfers';

export interface RenderInput {
  readonly conversationId: string;
  readonly format: ExportFormat;
  /** Of JSONL: a line for each leaf. */
  readonly allLeaves: boolean;
  readonly language: 'fi' | 'en';
  /** Of Markdown: only these messages. */
  readonly messageIds?: readonly string[] | undefined;
}
