/**
 * The alphabet of byte-level BPE, in which every byte has a printable letter: bytes that are printable in Latin-1
 * stand for themselves, the other 68 take the letters from U+0100 on, in order.
 *
 * @see openai/gpt-2 src/encoder.py, bytes_to_unicode
 */
const bytes = new Map<string, number>();
let next = 0x100;
for (let byte = 0; byte < 256; byte += 1) {
  const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  bytes.set(String.fromCodePoint(printable ? byte : next), byte);
  if (!printable) next += 1;
}

export function byteOfLetter(letter: string): number | undefined {
  return bytes.get(letter);
}
