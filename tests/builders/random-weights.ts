/** How many weights are drawn before they repeat; odd, so that no two rows of a usual width are alike. */
const PERIOD = 65_537;

/** Weights as trained ones are spread (normal, a few outliers), the same for the same seed. */
export function randomWeights(count: number, seed: number): Float32Array {
  const random = mulberry32(seed);
  const weights = new Float32Array(count);
  for (let index = 0; index < Math.min(count, PERIOD); index += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    weights[index] = normal * (random() < 0.002 ? 0.4 : 0.03);
  }
  for (let filled = PERIOD; filled < count; filled *= 2) weights.copyWithin(filled, 0, filled);
  return weights;
}

/** @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain) */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Float32 as the little-endian bytes of a dtype, rounded to the nearest. */
export function encodeFloats(values: Float32Array, dtype: 'F32' | 'F16' | 'BF16'): Uint8Array {
  if (dtype === 'F32') return new Uint8Array(values.buffer.slice(0));
  const bits = new Uint32Array(values.buffer.slice(0));
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const word = bits[index] ?? 0;
    halves[index] = dtype === 'BF16' ? (word + 0x7fff + ((word >>> 16) & 1)) >>> 16 : toHalf(values[index] ?? 0);
  }
  return new Uint8Array(halves.buffer);
}

/** Nearest half-precision number, for magnitudes below 65,504. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  const fraction = roundToEven((magnitude / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
