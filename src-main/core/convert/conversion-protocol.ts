/** What passes between the app and its conversion process. */
import type { ErrorReport } from '#contract/errors';
import type { QuantizationType } from '#contract/vocabulary';

/** Parent to child, once. */
export interface ConversionTask {
  readonly checkpointPath: string;
  /** The model's final name; it appears there whole or not at all. */
  readonly outputPath: string;
  /** Where it is written until then, on the same disk. */
  readonly temporaryPath: string;
  readonly quantization: QuantizationType;
  /** Worker threads. */
  readonly jobs: number;
  readonly name: string | null;
  /** A file of llama.cpp's imatrix tool. */
  readonly imatrixPath: string | null;
  /** Sarvi's own version. */
  readonly version: string;
}

export interface ConversionProgress {
  readonly phase: 'reading' | 'converting' | 'checking';
  /** Of the output. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface ConversionSummary {
  readonly outputPath: string;
  readonly sizeBytes: number;
  readonly tensorCount: number;
  /** Largest resident set of the conversion process. */
  readonly peakMemoryBytes: number;
  /** Of all its threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Child to parent; `done` or `failed` comes last, and once. */
export type ConversionMessage =
  | ({ readonly kind: 'progress' } & ConversionProgress)
  | { readonly kind: 'done'; readonly summary: ConversionSummary }
  | { readonly kind: 'failed'; readonly error: ErrorReport };
