/**
 * How many hits Python's `re.findall` gives for a translated pattern. After an empty hit, Python looks for one that is not
 * empty at the same place, where JavaScript goes on.
 */
export function countHits(pattern: RegExp, text: string): number {
  const all = new RegExp(pattern.source, 'gv');
  const notEmpty = new RegExp(`(?=(?<rest>[^]*))(?:${pattern.source})(?!\\k<rest>$)`, 'yv');
  let hits = 0;
  let at = 0;
  let wasEmpty = false;
  for (;;) {
    let hit: RegExpExecArray | null = wasEmpty ? execAt(notEmpty, text, at) : hitFrom(all, text, at);
    if (hit === null && wasEmpty) hit = hitFrom(all, text, at + 1);
    if (hit === null) return hits;
    hits += 1;
    at = hit.index + hit[0].length;
    wasEmpty = hit[0] === '';
  }
}

/** The first hit at `from` or later. V8 finds empty ones between the halves of a character too, even behind `from`. */
function hitFrom(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  for (let start = from; start <= text.length; start += 1) {
    const hit = execAt(pattern, text, start);
    if (hit === null) return null;
    if (hit.index >= from && !isWithinCharacter(text, hit.index)) return hit;
    start = Math.max(start, hit.index);
  }
  return null;
}

function isWithinCharacter(text: string, index: number): boolean {
  return index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
