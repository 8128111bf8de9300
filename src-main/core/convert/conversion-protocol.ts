/** The messages between the app and its conversion process. */
import type { ErrorReport } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';

/** The largest number of worker threads: no desktop machine has more cores. It limits a typing mistake. */
export const MOST_JOBS = 64;

/** Parent to child, once. */
export interface ConversionTask {
  /** A checkpoint's folder, or a GGUF file. */
  readonly checkpointPath: string;
  /** The model's final path; the file appears there only when it is complete. */
  readonly outputPath: string;
  /** The path while the file is unfinished, on the same disk. */
  readonly temporaryPath: string;
  /** Null leaves a GGUF file's tensors as they are. */
  readonly quantization: QuantizationType | null;
  /** Keeps the journal next to the finished output, for a caller that still has to register the file. */
  readonly keepsJournal: boolean;
  /** Worker threads; at most `MOST_JOBS` start. */
  readonly jobs: number;
  readonly name: string | null;
  /** The pre-tokenizer of a checkpoint, by its name in GGUF; null if it has none. */
  readonly preTokenizer: string | null;
  /** A file of llama.cpp's imatrix tool. */
  readonly imatrixPath: string | null;
  /** Sarvi's own version. */
  readonly version: string;
}

export interface ConversionProgress {
  readonly phase: 'reading' | 'converting' | 'checking';
  /** Bytes of the output. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** How many of `bytesDone` an interrupted run had written. */
  readonly resumedBytes: number;
}

export interface ConversionSummary {
  readonly outputPath: string;
  readonly sizeBytes: number;
  readonly tensorCount: number;
  /** The checksum of the finished file's contents; the header of a copied file may not have it. */
  readonly checksum: string;
  /** Output bytes that an interrupted run had already written. */
  readonly resumedBytes: number;
  /** Bytes of weights that were read from the source files. */
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
