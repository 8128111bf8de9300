/**
 * The alphabet of byte-level BPE writes every byte as a printable character. The 188 printable characters of Latin-1
 * stand for themselves; the other 68 bytes follow in order from U+0100 (a space becomes U+0120, "Ġ").
 *
 * @see openai/gpt-2 src/encoder.py (`bytes_to_unicode`)
 */
const bytesByCharacter = new Map<string, number>();
for (let byte = 0, moved = 0; byte < 256; byte += 1) {
  const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  bytesByCharacter.set(String.fromCharCode(printable ? byte : 0x100 + moved), byte);
  if (!printable) moved += 1;
}

/** The bytes that one token stands for; a token with any character outside the alphabet stands for itself. */
export function byteLevelBytes(token: string): Buffer {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = bytesByCharacter.get(character);
    if (byte === undefined) return Buffer.from(token, 'utf8');
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

/**
 * The text that a byte-level decoder makes of one token; a token with any character outside the alphabet is unchanged.
 */
export function decodeByteLevel(token: string): string {
  return byteLevelBytes(token).toString('utf8');
}
