interface Pieces {
  describe(token: number): string;
  pieceBytes(token: number, before: readonly number[]): Uint8Array;
}

/** The text that each token adds. A token that ends inside a character adds nothing; the token that completes it adds the whole character. */
export function addedTexts(vocabulary: Pieces, tokens: ArrayLike<number>): string[] {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (const token of Array.from(tokens)) {
    const bytes = vocabulary.pieceBytes(token, []);
    if (bytes.length > 0) texts.push(decoder.decode(bytes, { stream: true }));
    // A control token ends an incomplete character.
    else texts.push(decoder.decode() + vocabulary.describe(token));
  }
  const rest = decoder.decode();
  if (rest !== '' && texts.length > 0) texts.push(`${texts.pop() ?? ''}${rest}`);
  return texts;
}
