import type { ExportFormat } from '#contract/transfer-vocabulary';

export interface RenderInput {
  readonly conversationId: string;
  readonly format: ExportFormat;
  /** Of JSONL: a line for each leaf. */
  readonly allLeaves: boolean;
  readonly language: 'fi' | 'en';
}
