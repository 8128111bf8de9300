/** Those of `words` that do not come in this order among `found`. */
export function missingWords(words: readonly string[], found: readonly string[]): string[] {
  let at = 0;
  return words.filter((word) => {
    const place = found.indexOf(word, at);
    if (place >= 0) at = place + 1;
    return place < 0;
  });
}
