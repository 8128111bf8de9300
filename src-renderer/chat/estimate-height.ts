import type { BranchMessage } from '#contract/messages';

const LINE_PX = 26;
const CHARACTERS_A_LINE = 75;
/** Author, buttons and distances. */
const AROUND_PX = 70;
/** One folded aside. */
const ASIDE_PX = 34;
/** Code scrolls within itself. */
const MOST_PX = 4000;

/** The probable height of a message that was not rendered yet. Only the scroll bar depends on it. */
export function estimateHeight({ text, asides = [] }: BranchMessage): number {
  let lines = 0;
  let blank = 0;
  for (let at = 0, end = 0; end >= 0 && lines * LINE_PX < MOST_PX; at = end + 1) {
    end = text.indexOf('\n', at);
    const length = (end < 0 ? text.length : end) - at;
    lines += Math.max(1, Math.ceil(length / CHARACTERS_A_LINE));
    if (length === 0) blank += 1;
  }
  return AROUND_PX + asides.length * ASIDE_PX + Math.min(MOST_PX, (lines - blank / 2) * LINE_PX);
}
