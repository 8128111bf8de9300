/** Weights in every way that a kernel could get wrong, from a seed. */
import { readFileSync } from 'node:fs';

export type Distribution = (count: number) => Float32Array<ArrayBuffer>;

/** Twenty-five distributions by name. */
export function weightDistributions(random: () => number): Readonly<Record<string, Distribution>> {
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const each =
    (make: (index: number) => number): Distribution =>
    (count) =>
      Float32Array.from({ length: count }, (_, index) => make(index));
  /** `begin` is asked anew for every `size` weights. */
  const blocks =
    (size: number, begin: () => (index: number) => number): Distribution =>
    (count) => {
      let make = begin();
      return Float32Array.from({ length: count }, (_, index) => {
        if (index % size === 0) make = begin();
        return make(index % size);
      });
    };
  const bits = new Uint32Array(1);
  const bitsAsFloat = new Float32Array(bits.buffer);
  return {
    normal: each(() => normal() * 0.02),
    bfloat16: each(() => {
      bitsAsFloat[0] = normal() * 0.03;
      bits[0] = (bits[0] as number) & 0xffff0000;
      return bitsAsFloat[0];
    }),
    uniform: each(() => random() * 2 - 1),
    positive: each(() => random() + 0.5),
    negative: each(() => -random() - 0.25),
    heavyTails: each(() => normal() / Math.abs(normal() || 1)),
    heaviestTails: each(() => (normal() / (normal() || 1)) ** 3),
    sparse: each(() => (random() < 0.05 ? normal() : 0)),
    nearlyAllZero: each(() => (random() < 0.0005 ? 1e-3 : 0)),
    negativeZeros: each(() => (random() < 0.3 ? normal() : -0)),
    constants: blocks(32, () => {
      const constant = pick([0, -0, 1, -1, 0.3, -0.3, 1e-20, -1e-20, 1e20, 1e-38, -3e38, 65504]);
      return () => constant;
    }),
    nearlyConstant: blocks(32, () => {
      const constant = normal();
      return () => (random() < 0.03 ? constant * (1 + 1e-7 * normal()) : constant);
    }),
    threeValues: blocks(32, () => {
      const values = [normal(), normal(), normal()];
      return () => pick(values);
    }),
    integers: each(() => Math.floor(random() * 31) - 15),
    mixedScales: blocks(32, () => {
      const scale = 10 ** (random() * 12 - 6);
      return () => normal() * scale;
    }),
    wildScales: blocks(32, () => {
      const scale = 10 ** (random() * 76 - 38);
      return () => normal() * scale;
    }),
    huge: each(() => normal() * 1e37),
    nearOverflow: each(() => Math.max(-3.4e38, Math.min(3.4e38, normal() * 3e38))),
    tiny: each(() => normal() * 1e-37),
    subnormal: each(() => normal() * 1e-40),
    partlySubnormal: each(() => (random() < 0.5 ? normal() * 1e-42 : normal() * 1e-5)),
    subnormalHalves: each(() => normal() * 1e-6),
    offset: blocks(32, () => {
      const center = normal() * 100;
      return () => center + normal() * 0.001;
    }),
    outlier: blocks(256, () => {
      const at = Math.floor(random() * 256);
      return (index) => (index === at ? 1e4 : normal() * 0.01);
    }),
    bitPatterns: each(() => {
      do bits[0] = random() * 2 ** 32;
      while (!Number.isFinite(bitsAsFloat[0]));
      return bitsAsFloat[0] as number;
    }),
  };
}

/** Importance of columns: even, squared, over eight powers of ten, with zeros, all the same. */
export function importanceDistributions(random: () => number): readonly Distribution[] {
  const of =
    (make: () => number): Distribution =>
    (count) =>
      Float32Array.from({ length: count }, make);
  return [
    of(() => random() + 0.01),
    of(() => (random() - 0.5) ** 2),
    of(() => 10 ** (random() * 8 - 4)),
    of(() => (random() < 0.1 ? 0 : random())),
    of(() => 1),
  ];
}

/** The guide model's matrices one behind the other, as bfloat16. */
export function guideWeights(): Uint8Array<ArrayBuffer> {
  const file = readFileSync(new URL('../../resources/guide-model/model.safetensors', import.meta.url));
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + headerBytes).toString()) as Record<
    string,
    { dtype?: string; data_offsets: [number, number] }
  >;
  const parts = Object.values(header)
    .filter(({ dtype }) => dtype === 'BF16')
    .map(({ data_offsets: [from, to] }) => file.subarray(8 + headerBytes + from, 8 + headerBytes + to));
  const all = Buffer.concat(parts);
  return new Uint8Array(all.subarray(0, all.length - (all.length % 512)));
}
