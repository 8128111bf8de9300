/** Replaces lone surrogates, which UTF-8 cannot store, by U+FFFD, so that the answer equals the stored text. */
export function clean(text: string): string {
  return text.toWellFormed();
}
