/**
 * Which characters Python's IGNORECASE takes for the same: those with one small letter, and small letters that share their
 * capital (i and ı, s and ſ). JavaScript's flag `i` folds otherwise, İ for one.
 */

/** Beyond it no script has capitals and small letters. */
const LAST_CASED = 0x1e943;

let classes: ReadonlyMap<number, readonly number[]> | null = null;

/** The code points that match `codePoint` without regard to case, itself among them. */
export function sameLetters(codePoint: number): readonly number[] {
  return (classes ??= findClasses()).get(codePoint) ?? [codePoint];
}

/** Those code points of a range that have another case, each with the others of its class. */
export function lettersLike(from: number, to: number): number[] {
  const found: number[] = [];
  for (const [codePoint, letters] of (classes ??= findClasses())) {
    if (codePoint >= from && codePoint <= to) found.push(...letters);
  }
  return found;
}

function findClasses(): Map<number, number[]> {
  const byCapital = new Map<string, number[]>();
  for (let codePoint = 0x41; codePoint <= LAST_CASED; codePoint += 1) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const character = String.fromCodePoint(codePoint);
    // Of two characters (i with a dot above), Python takes the first.
    const [small = character] = character.toLowerCase();
    const capital = small.toUpperCase();
    if (small === character && capital === character) continue;
    const letters = byCapital.get(capital);
    if (letters) letters.push(codePoint);
    else byCapital.set(capital, [codePoint]);
  }
  const found = new Map<number, number[]>();
  for (const letters of byCapital.values()) {
    if (letters.length > 1) for (const letter of letters) found.set(letter, letters);
  }
  return found;
}
