/** Bytes of one rounded distribution on disk: two float32, and 16 bits for each token of the vocabulary, in pairs. */
export function recordBytes(vocabulary: number): number {
  return 8 + 4 * Math.ceil(vocabulary / 2);
}
