import { SarviError } from '#contract/errors';
import type { SourceDtype } from '../core/convert/map-tensors.ts';
import { isQuantized, type TensorType } from '../core/gguf/tensor-types.ts';
import { areFinite } from './are-finite.ts';
import type { Kernels } from './kernels.ts';
import { hasLaneKernel, type LaneKernels, type SourceRows } from './lane-kernels.ts';

/** Some whole rows of one tensor, as they go to a worker. */
export interface ChunkTask {
  /** As GGUF names it, for errors. */
  readonly tensor: string;
  readonly rows: number;
  readonly columns: number;
  readonly from: SourceDtype;
  readonly to: TensorType;
  /** What the weights are rounded to on their way; null for nothing. */
  readonly roundsTo: 'F16' | 'BF16' | null;
  /** How much each column matters; null for all the same. */
  readonly importance: Float32Array | null;
  /** The rows are two halves of the same part of a head and are to be dealt out by turns. */
  readonly interleaved: boolean;
  /** The source's rows. */
  readonly input: SharedArrayBuffer;
  readonly output: SharedArrayBuffer;
}

const SOURCE_BYTES = { F32: 4, F16: 2, BF16: 2 } as const satisfies Record<SourceDtype, number>;

/** Encodes chunks one after the other; its scratch memory grows to the largest chunk and is reused. */
export class ChunkEncoder {
  readonly #kernels: Kernels;
  readonly #lanes: LaneKernels | null;
  #dealt = new Uint8Array(0);
  #wide = new Float32Array(0);
  #rounded = new Uint8Array(0);

  /** @param lanes - the faster kernels for some types; null when they cannot be used */
  constructor(kernels: Kernels, lanes: LaneKernels | null) {
    this.#kernels = kernels;
    this.#lanes = lanes;
  }

  /** @throws SarviError `tensor-not-finite` */
  encode(task: ChunkTask): void {
    const { rows, columns, from, to, roundsTo } = task;
    const weights = rows * columns;
    const source = new Uint8Array(task.input, 0, weights * SOURCE_BYTES[from]);
    const output = new Uint8Array(task.output);
    const input = task.interleaved ? this.#deal(source, rows) : source;
    if (from === to && from !== 'F32' && (roundsTo === null || roundsTo === from)) {
      output.set(input);
      return;
    }
    const sizeBytes = this.#encode(task, input, output, weights);
    // Numbers that are not finite stay as they are in F32 and BF16, but spoil a whole block elsewhere; F16 ends at
    // 65,504, so larger numbers become infinite.
    const narrows = to === 'F16' && (from !== 'F16' || roundsTo === 'BF16');
    if ((isQuantized(to) || narrows) && !this.#kernels.isFinite(to, output, sizeBytes)) {
      throw new SarviError('tensor-not-finite', { tensor: task.tensor });
    }
  }

  #encode(task: ChunkTask, input: Uint8Array, output: Uint8Array, weights: number): number {
    const { from, to, rows, columns, importance } = task;
    const shape = { rows, columns, importance };
    if (!isQuantized(to)) return this.#kernels.encode(to, this.#widen(input, task, weights), output, shape);
    const inLanes = this.#lanes !== null && hasLaneKernel(to, shape);
    // The kernels widen bfloat16 themselves, except with importance.
    if (inLanes && from === 'BF16' && task.roundsTo !== 'F16' && importance === null) {
      this.#requireFinite(task, { dtype: 'BF16', bytes: input }, weights);
      return this.#lanes.encode(to, { dtype: 'BF16', bytes: input }, output, shape);
    }
    const wide = this.#widen(input, task, weights);
    const rowsOfF32: SourceRows = { dtype: 'F32', bytes: new Uint8Array(wide.buffer, wide.byteOffset, weights * 4) };
    this.#requireFinite(task, rowsOfF32, weights);
    return inLanes ? this.#lanes.encode(to, rowsOfF32, output, shape) : this.#kernels.encode(to, wide, output, shape);
  }

  /** Not every kernel shows that a block has a number that is not finite. */
  #requireFinite({ tensor }: ChunkTask, rows: SourceRows, weights: number): void {
    const isFinite = this.#lanes?.areFinite(rows, weights) ?? areFinite(rows, weights);
    if (!isFinite) throw new SarviError('tensor-not-finite', { tensor });
  }

  /** Row 0 of the first half, row 0 of the second, row 1 of the first, and so on. */
  #deal(source: Uint8Array, rows: number): Uint8Array {
    if (this.#dealt.length < source.length) this.#dealt = new Uint8Array(source.length);
    const size = source.length / rows;
    for (let row = 0; row < rows; row += 1) {
      const from = (row % 2) * (rows / 2) + Math.floor(row / 2);
      this.#dealt.set(source.subarray(from * size, (from + 1) * size), row * size);
    }
    return this.#dealt.subarray(0, source.length);
  }

  #widen(input: Uint8Array, { from, roundsTo }: ChunkTask, weights: number): Float32Array {
    if (from === 'F32' && roundsTo === null) return new Float32Array(input.buffer, input.byteOffset, weights);
    if (this.#wide.length < weights) this.#wide = new Float32Array(weights);
    if (from === 'F32') this.#wide.set(new Float32Array(input.buffer, input.byteOffset, weights));
    else this.#kernels.widen(from, input, this.#wide, weights);
    if (roundsTo !== null && roundsTo !== from) {
      if (this.#rounded.length < weights * 2) this.#rounded = new Uint8Array(weights * 2);
      this.#kernels.round(roundsTo, this.#wide, this.#rounded, weights);
    }
    return this.#wide;
  }
}
