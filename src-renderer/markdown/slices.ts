/**
 * Runs work of the page in slices, one for each frame, so that no key waits long. Work runs at once while the present
 * slice has room, else in a later one.
 */
const SLICE_MS = 12;
/** New content must be laid out, too: this many characters in a frame. */
const MOST_CHARACTERS = 12_000;
/** A hidden page has no frames. */
const HIDDEN_MS = 50;

const waiting = new Set<() => void>();
/** Null between slices. */
let endsAt: number | null = null;
let charactersLeft = 0;
let running = false;

/** @returns a function that removes work which has not run yet */
export function inSlices(work: () => void): () => void {
  waiting.add(work);
  if (endsAt === null) begin();
  run();
  return () => waiting.delete(work);
}

/** As `inSlices`, but never in the task that asks, which has work of its own. */
export function inNextSlice(work: () => void): () => void {
  waiting.add(work);
  if (endsAt === null) {
    begin();
    charactersLeft = 0;
  }
  return () => waiting.delete(work);
}

/** Whether the present slice has time left. */
export function hasRoom(): boolean {
  return endsAt !== null && charactersLeft > 0 && performance.now() < endsAt;
}

/** Called by code that puts text into the page. */
export function spend(characters: number): void {
  charactersLeft -= characters;
}

function begin(): void {
  endsAt = performance.now() + SLICE_MS;
  charactersLeft = MOST_CHARACTERS;
  if (document.visibilityState === 'visible') requestAnimationFrame(next);
  else setTimeout(next, HIDDEN_MS);
}

function next(): void {
  endsAt = null;
  if (waiting.size === 0) return;
  begin();
  run();
}

/** Work may add more work, which then waits. */
function run(): void {
  if (running) return;
  running = true;
  try {
    for (const work of waiting) {
      if (!hasRoom()) return;
      waiting.delete(work);
      work();
    }
  } finally {
    running = false;
  }
}
