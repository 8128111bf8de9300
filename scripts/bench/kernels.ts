/**
 * `npm run bench:kernels`: Sarvi's kernels and the library's, by turns in one process and by processor time, which other
 * programs lengthen little. Millions of weights a second, medians; ratios above 1 are Sarvi's gain.
 *
 * Options: `--rounds N` (15).
 */
import { parseArgs } from 'node:util';
import { encodeFloats, randomWeights } from '../../tests/builders/random-weights.ts';
import { findKernelLibrary } from '../../src-main/convert-process/find-kernel-library.ts';
import { loadKernels } from '../../src-main/convert-process/kernels.ts';
import { hasLaneKernel, WEIGHTED_LANE_TYPES } from '../../src-main/convert-process/lane-kernels.ts';
import { openLaneKernels } from '../../src-main/convert-process/open-lane-kernels.ts';

const COLUMNS = 2048;
const ROWS = 128;
const WEIGHTS = ROWS * COLUMNS;
/** Compiling the kernels is a part of neither side. */
const WARM_UP = 2;

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(options.rounds);
if (!(rounds > 0)) throw new Error('an option is out of range');

const library = loadKernels(findKernelLibrary());
const lanes = openLaneKernels();
if (lanes === null) throw new Error('the kernels cannot be used here; run: npm run build:kernels');

const weights = randomWeights(WEIGHTS, 5);
const wide = { dtype: 'F32', bytes: new Uint8Array(weights.buffer) } as const;
const halves = { dtype: 'BF16', bytes: encodeFloats(weights, 'BF16') } as const;
const output = new Uint8Array(WEIGHTS * 4);
const even = { rows: ROWS, columns: COLUMNS, importance: null };
const weighted = { ...even, importance: Float32Array.from({ length: COLUMNS }, (_, column) => 0.5 + (column % 13)) };

/** Millions of weights in a second of processor time. */
function rate(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return WEIGHTS / (user + system);
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? NaN;

console.log('type     library  lanes  ratio  from BF16   with importance: library  lanes  ratio');
for (const type of WEIGHTED_LANE_TYPES) {
  const isPlain = hasLaneKernel(type, even);
  const runs = {
    library: () => void library.encode(type, weights, output, even),
    lanes: () => void (isPlain && lanes.encode(type, wide, output, even)),
    halves: () => void (isPlain && lanes.encode(type, halves, output, even)),
    libraryWeighted: () => void library.encode(type, weights, output, weighted),
    lanesWeighted: () => void lanes.encode(type, wide, output, weighted),
  };
  const rates = Object.fromEntries(Object.keys(runs).map((name) => [name, [] as number[]]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      const found = rate(run);
      if (round >= 0) rates[name]?.push(found);
    }
  }
  const of = (name: keyof typeof runs): number => median(rates[name] ?? []);
  const cell = (value: number): string => value.toFixed(1).padStart(7);
  const cells = isPlain
    ? [cell(of('lanes')), (of('lanes') / of('library')).toFixed(2).padStart(7), cell(of('halves')).padStart(10)]
    : [' '.repeat(24)];
  console.log(
    type.padEnd(8),
    cell(of('library')) + cells.join(''),
    ' '.repeat(17),
    cell(of('libraryWeighted')) + cell(of('lanesWeighted')),
    (of('lanesWeighted') / of('libraryWeighted')).toFixed(2).padStart(7),
  );
}
