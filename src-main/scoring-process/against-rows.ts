import type { AgainstBase } from '../core/scoring/protocol.ts';
import type { RoundedRow, RowKernels } from './row-kernels.ts';

/** How far a model's rows are from a base's, as llama.cpp tells it: in float32 where llama.cpp has float32. */
export class AgainstRows {
  readonly found: AgainstBase;
  readonly #kernels: RowKernels;

  constructor(kernels: RowKernels, count: number) {
    this.#kernels = kernels;
    this.found = {
      baseSamples: new Float32Array(count),
      divergences: new Float32Array(count),
      deltas: new Float32Array(count),
      sameTop: new Uint8Array(count),
    };
  }

  /** Of the first row and the base's rounded one. @returns the negative log-likelihood of `token` by the first row */
  add(index: number, base: RoundedRow, token: number): number {
    const figures = this.#kernels.figures(0, 1);
    const logit = this.#kernels.rows[0][token] ?? 0;
    const sample = Math.fround(Math.fround(figures.logSum) - logit);
    const baseSample = -Math.fround(Math.fround(base.step * (base.steps[token] ?? 0)) + base.lowest);
    const { baseSamples, divergences, deltas, sameTop } = this.found;
    baseSamples[index] = baseSample;
    deltas[index] = Math.fround(Math.exp(-sample)) - Math.fround(Math.exp(-baseSample));
    sameTop[index] = figures.likeliest[0]?.token === placeOfLargest(base.steps) ? 1 : 0;
    divergences[index] = this.#kernels.divergenceFrom(base, 0, figures);
    return sample;
  }
}

/** The first of them. */
function placeOfLargest(steps: Uint16Array): number {
  let place = 0;
  let largest = steps[0] ?? 0;
  for (let index = 1; index < steps.length; index += 1) {
    const value = steps[index] ?? 0;
    if (value <= largest) continue;
    largest = value;
    place = index;
  }
  return place;
}
