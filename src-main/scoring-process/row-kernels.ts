import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAppRoot } from '../core/app-root.ts';
import { requireBufferRoom } from '../core/require-buffer-room.ts';
import { webAssembly } from '../core/webassembly.ts';

/** Figures of one row of logits: natural logarithms at temperature 1. */
export interface RowFigures {
  /** A logit minus this is a log-probability. */
  readonly logSum: number;
  /** In nats. */
  readonly entropy: number;
  /** The likeliest tokens, likeliest first. */
  readonly likeliest: readonly { readonly token: number; readonly logprob: number }[];
}

/** A row rounded to 16 bits as llama.cpp keeps it: `lowest` is the log-probability of 0, `step` that of each step. */
export interface RoundedRow {
  readonly step: number;
  readonly lowest: number;
  readonly steps: Uint16Array;
}

/** Two rows of logits over one vocabulary, and the arithmetic on them. */
export interface RowKernels {
  /** The caller copies logits into these. The padding after the vocabulary is already set. */
  readonly rows: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
  figures(row: 0 | 1, mostLikely: number): RowFigures;
  /** 1 + the number of likelier tokens. */
  rank(row: 0 | 1, token: number): number;
  /** KL divergence of the second row from the first in nats, over the whole vocabulary. */
  divergence(first: RowFigures, second: RowFigures): number;
  round(row: 0 | 1, figures: RowFigures): RoundedRow;
  /** KL divergence of a row from a rounded one, as llama.cpp computes it: tokens less likely than e^-16 are left out. */
  divergenceFrom(rounded: RoundedRow, row: 0 | 1, figures: RowFigures): number;
}

/** Padding: finite, and so low that it adds nothing to a sum. */
const NOTHING = -1e30;
/** The addresses below are scratch memory. */
const FIRST_ROW = 65_536;
const SUMS = 32_768;
const PLACES = 33_024;
const VALUES = 34_048;
/** As many as fit between `PLACES` and `VALUES`. */
const MOST_LIKELIEST = 256;
const PAGE_BYTES = 65_536;
const GROUP = 16;
/** Steps between the lowest and the highest of a row. */
const STEPS = 65_535;
const DEEPEST = 16;

interface Exports {
  countAbove(row: number, count: number, value: number): number;
  smallest(row: number, count: number): number;
  largest(row: number, count: number, most: number, places: number, values: number): void;
  sumExponentials(row: number, count: number, highest: number, sums: number): void;
  sumDifferences(row: number, other: number, count: number, highest: number, otherHighest: number): number;
  roundToSteps(row: number, count: number, lowest: number, inverseStep: number, output: number): void;
  divergenceFromSteps(steps: number, row: number, count: number, step: number, lowest: number, shift: number): number;
}

/** @throws Error where WebAssembly or its SIMD is missing */
export function openRowKernels(vocabulary: number): RowKernels {
  const path = join(findAppRoot(import.meta.dirname), 'out', 'kernels', 'score.wasm');
  return loadRowKernels(readFileSync(path), vocabulary);
}

/** @throws Error when the bytes are not the kernels, or WebAssembly or its SIMD is missing */
export function loadRowKernels(module: Uint8Array<ArrayBuffer>, vocabulary: number): RowKernels {
  const count = Math.ceil(vocabulary / GROUP) * GROUP;
  const places = [FIRST_ROW, FIRST_ROW + count * 4] as const;
  const stepsAt = FIRST_ROW + count * 8;
  const pages = Math.max(64, Math.ceil((stepsAt + count * 2) / PAGE_BYTES));
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
  const abort = (): never => {
    throw new Error('a kernel aborted');
  };
  const instance = new webAssembly.Instance(new webAssembly.Module(module), { env: { memory, abort } });
  const kernels = instance.exports as unknown as Exports;
  const { buffer } = memory;
  const sums = new Float64Array(buffer, SUMS, 2);
  const likeliestPlaces = new Int32Array(buffer, PLACES, MOST_LIKELIEST);
  const likeliestValues = new Float32Array(buffer, VALUES, MOST_LIKELIEST);
  const rowAt = (at: number): Float32Array<ArrayBuffer> => {
    new Float32Array(buffer, at, count).fill(NOTHING);
    return new Float32Array(buffer, at, vocabulary);
  };
  const rows = [rowAt(places[0]), rowAt(places[1])] as const;
  const steps = new Uint16Array(buffer, stepsAt, count);
  const highestOf = (row: 0 | 1): number => {
    kernels.largest(places[row], count, 1, PLACES, VALUES);
    return likeliestValues[0] ?? Number.NaN;
  };

  return {
    rows,
    figures(row, mostLikely) {
      const most = Math.max(1, Math.min(mostLikely, MOST_LIKELIEST, vocabulary));
      kernels.largest(places[row], count, most, PLACES, VALUES);
      const highest = likeliestValues[0] ?? Number.NaN;
      kernels.sumExponentials(places[row], count, highest, SUMS);
      const [sum = Number.NaN, weighted = Number.NaN] = sums;
      const logSum = highest + Math.log(sum);
      if (!Number.isFinite(logSum)) throw new Error('the model gives no probabilities: its logits are no numbers');
      const likeliest = Array.from({ length: Math.min(most, mostLikely) }, (_, index) => ({
        token: likeliestPlaces[index] ?? 0,
        logprob: (likeliestValues[index] ?? 0) - logSum,
      }));
      return { logSum, entropy: Math.max(0, Math.log(sum) - weighted / sum), likeliest };
    },
    rank: (row, token) => kernels.countAbove(places[row], count, logitAt(rows[row], token)) + 1,
    divergence(first, second) {
      const [a, b] = [highestOf(0), highestOf(1)];
      const difference = kernels.sumDifferences(places[0], places[1], count, a, b);
      // The kernel subtracts each row's highest logit, so both logarithms are reduced by it as well.
      const [own, other] = [first.logSum - a, second.logSum - b];
      return Math.max(0, difference / Math.exp(own) - own + other);
    },
    round(row, { logSum }) {
      const highest = highestOf(row);
      const lowestLogit = Math.max(kernels.smallest(places[row], vocabulary), Math.fround(highest - DEEPEST));
      const step = Math.fround(Math.fround(highest - lowestLogit) / STEPS);
      const lowest = Math.fround(Math.fround(lowestLogit - highest) - Math.fround(logSum - highest));
      kernels.roundToSteps(places[row], count, lowestLogit, step === 0 ? 0 : Math.fround(1 / step), stepsAt);
      return { step, lowest, steps: steps.slice(0, vocabulary) };
    },
    divergenceFrom(rounded, row, { logSum }) {
      requireBufferRoom(rounded.steps, vocabulary * 2);
      steps.set(rounded.steps.subarray(0, vocabulary));
      steps.fill(0, vocabulary);
      // The padding has 0 steps, which may be likelier than e^-16, so its logits are set to make each term 0.
      const filled = new Float32Array(buffer, places[row], count).subarray(vocabulary);
      filled.fill(Math.fround(rounded.lowest + logSum));
      const { step, lowest } = rounded;
      const sum = kernels.divergenceFromSteps(stepsAt, places[row], count, step, lowest, Math.fround(logSum));
      filled.fill(NOTHING);
      return sum;
    },
  };
}

function logitAt(row: Float32Array, token: number): number {
  const logit = row[token];
  if (logit === undefined) throw new RangeError(`there is no token ${token} in a vocabulary of ${row.length}`);
  return logit;
}
