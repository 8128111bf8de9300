/** What passes between the app and its conversion process. */
import type { ErrorReport } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';

/** The most worker threads: more than any machine that runs a desktop app has cores. A slip of the keyboard stops here. */
export const MOST_JOBS = 64;

/** Parent to child, once. */
export interface ConversionTask {
  /** A checkpoint's folder, or a GGUF file. */
  readonly checkpointPath: string;
  /** The model's final name; it appears there whole or not at all. */
  readonly outputPath: string;
  /** Where it is written until then, on the same disk. */
  readonly temporaryPath: string;
  /** Null leaves a GGUF file's tensors as they are. */
  readonly quantization: QuantizationType | null;
  /** Leaves the journal beside the finished output, for a caller that has still to take it over. */
  readonly keepsJournal: boolean;
  /** Worker threads; at most `MOST_JOBS` are started. */
  readonly jobs: number;
  readonly name: string | null;
  /** Of a checkpoint, as the GGUF file names it; null where it has none. */
  readonly preTokenizer: string | null;
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
  /** How many of the bytes that are done an interrupted run had written. */
  readonly resumedBytes: number;
}

export interface ConversionSummary {
  readonly outputPath: string;
  readonly sizeBytes: number;
  readonly tensorCount: number;
  /** That the finished file carries, or would carry if it were Sarvi's own. */
  readonly checksum: string;
  /** Output bytes that an interrupted run had already written. */
  readonly resumedBytes: number;
  /** Bytes of weights that were read from the source. */
  readonly readBytes: number;
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
