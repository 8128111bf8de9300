import type { CallInput } from '#contract/contract';
import type { OwnText } from '#contract/perplexities';

/** The text of a measurement as a form has it. */
export interface ChosenText {
  readonly of: OwnText | 'file';
  readonly path: string;
  /** Null reads the whole text. */
  readonly chunks: number | null;
  readonly isComplete: boolean;
  readonly request: Pick<CallInput<'perplexity.start'>, 'source' | 'mostChunks'>;
}

export function chosenText(of: ChosenText['of'], path = '', chunks: number | null = null): ChosenText {
  const trimmed = path.trim();
  const source = of === 'file' ? ({ kind: 'file', path: trimmed } as const) : ({ kind: 'own', language: of } as const);
  return { of, path, chunks, isComplete: of !== 'file' || trimmed !== '', request: { source, mostChunks: chunks } };
}
