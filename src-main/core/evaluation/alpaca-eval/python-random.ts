import { createHash } from 'node:crypto';

const SIZE = 624;
const SHIFT = 397;

/**
 * The first number of Python's `random.Random(seed).random()` for a text as seed, from 0 to 1: the Mersenne Twister,
 * seeded with the bytes of the text and their SHA-512.
 */
export function firstRandom(seed: string): number {
  const state = stateOf(keyOf(seed));
  const high = numberAt(state, 0) >>> 5;
  const low = numberAt(state, 1) >>> 6;
  return (high * 2 ** 26 + low) / 2 ** 53;
}

/** The bytes as one number, in words of 32 bits, the lowest first. */
function keyOf(seed: string): Uint32Array {
  const text = Buffer.from(seed, 'utf8');
  const bytes = Buffer.concat([text, createHash('sha512').update(text).digest()]);
  const words = new Uint32Array(Math.ceil(bytes.length / 4));
  for (const [index, byte] of bytes.reverse().entries()) {
    words[index >> 2] = (words[index >> 2] ?? 0) | (byte << (8 * (index & 3)));
  }
  let used = words.length;
  while (used > 1 && words[used - 1] === 0) used -= 1;
  return words.subarray(0, used);
}

/** `init_by_array` of the Mersenne Twister. */
function stateOf(key: Uint32Array): Uint32Array {
  const state = new Uint32Array(SIZE);
  state[0] = 19_650_218;
  for (let at = 1; at < SIZE; at += 1) {
    state[at] = Math.imul(1_812_433_253, mixed(state[at - 1] ?? 0, 30)) + at;
  }
  let at = 1;
  const step = (value: number): void => {
    state[at] = value;
    at += 1;
    if (at < SIZE) return;
    state[0] = state[SIZE - 1] ?? 0;
    at = 1;
  };
  const weighed = (factor: number): number => (state[at] ?? 0) ^ Math.imul(mixed(state[at - 1] ?? 0, 30), factor);
  for (let count = 0, place = 0; count < Math.max(SIZE, key.length); count += 1) {
    step(weighed(1_664_525) + (key[place] ?? 0) + place);
    place = (place + 1) % key.length;
  }
  for (let count = 1; count < SIZE; count += 1) step(weighed(1_566_083_941) - at);
  state[0] = 0x80000000;
  return state;
}

/** One of the first numbers of 32 bits; only those that depend on no other new word. */
function numberAt(state: Uint32Array, at: number): number {
  const joined = ((state[at] ?? 0) & 0x80000000) | ((state[at + 1] ?? 0) & 0x7fffffff);
  let value = (state[at + SHIFT] ?? 0) ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : 0x9908b0df);
  value ^= value >>> 11;
  value ^= (value << 7) & 0x9d2c5680;
  value ^= (value << 15) & 0xefc60000;
  return (value ^ (value >>> 18)) >>> 0;
}

function mixed(value: number, shift: number): number {
  return value ^ (value >>> shift);
}
