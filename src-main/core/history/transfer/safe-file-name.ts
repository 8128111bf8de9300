/** In characters of UTF-8 at their longest, well below the 255 bytes of most file systems. */
const LONGEST_BYTES = 120;
/** Names that Windows keeps for devices, whatever follows them behind a dot. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * A file name that every system takes, made of a title: without separators, marks that Windows forbids, control
 * characters and characters that turn the direction of writing, not hidden, and no device.
 *
 * @param taken - names in the same folder, lower-case and without ending, each with the number that is tried next for
 *   another one like it, so that thousands of equal titles are named in one pass; the new one is added
 */
export function safeFileName(title: string, fallback: string, ending: string, taken: Map<string, number>): string {
  const words = title
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let base = cut(words.replace(/^[.\s]+/, '')).replace(/[.\s]+$/, '');
  if (base === '') base = fallback;
  if (RESERVED.test(base)) base = `_${base}`;
  // Windows and macOS do not tell capitals apart.
  const baseKey = keyOf(base);
  let name = base;
  for (let number = taken.get(baseKey) ?? 2; taken.has(keyOf(name)); number += 1) {
    name = `${base} (${number})`;
    taken.set(baseKey, number + 1);
  }
  taken.set(keyOf(name), taken.get(keyOf(name)) ?? 2);
  return `${name}${ending}`;
}

function keyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function cut(words: string): string {
  let sizeBytes = 0;
  let kept = '';
  for (const character of words) {
    sizeBytes += Buffer.byteLength(character);
    if (sizeBytes > LONGEST_BYTES) break;
    kept += character;
  }
  return kept;
}
