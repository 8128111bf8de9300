/**
 * Work of the page in slices, one to a frame, so that none holds up a key for long. What is handed in runs at once
 * while the present slice has room, else in its turn in a later one.
 */
const SLICE_MS = 12;
/** What is put into the page must be laid out, too: so many characters a frame. */
const MOST_CHARACTERS = 12_000;
/** A page that is not shown has no frames. */
const HIDDEN_MS = 50;

const waiting = new Set<() => void>();
/** Null between slices. */
let endsAt: number | null = null;
let charactersLeft = 0;
let running = false;

/** @returns takes back what has not run yet */
export function inSlices(work: () => void): () => void {
  waiting.add(work);
  if (endsAt === null) begin();
  run();
  return () => waiting.delete(work);
}

/** Whether the present slice goes on. */
export function hasRoom(): boolean {
  return endsAt !== null && charactersLeft > 0 && performance.now() < endsAt;
}

/** Told by what puts text into the page. */
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

/** What runs may hand in more, which then waits for its turn. */
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
