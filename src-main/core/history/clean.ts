/** Lone surrogates cannot be kept in UTF-8; they become U+FFFD here, so that what is kept is what is answered. */
export function clean(text: string): string {
  return text.toWellFormed();
}
