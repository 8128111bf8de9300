/** FastChat's patterns. Its `\d` takes digits of any script. */
const SCORE = /\[\[(\p{Nd}+\.?\p{Nd}*)\]\]/u;
const BACKUP = /\[(\p{Nd}+\.?\p{Nd}*)\]/u;

/** A number as Python writes one. FastChat ends with an error at 05 or ٥; Sarvi finds no score. */
const LITERAL = /^(?:0+|[1-9]\d*|\d+\.\d*)$/;

/**
 * The score in a judgment: the first `[[x]]`, or else the first `[x]`; null without one. A score outside of 1 to 10
 * counts as it is, as in FastChat.
 */
export function readScore(judgment: string): number | null {
  const found = (SCORE.exec(judgment) ?? BACKUP.exec(judgment))?.[1];
  if (found === undefined || !LITERAL.test(found)) return null;
  const score = Number(found);
  return Number.isFinite(score) ? score : null;
}
