const LOOK_MS = 5000;

/** Pages that had to come from the disk, those of mapped weights among them. */
function pagesRead(): number {
  return process.resourceUsage().majorPageFault;
}

/**
 * Calls `onAlive` while pages come from the disk: a model larger than the memory is slow, and does not hang. Answers what
 * ends the watch.
 */
export function watchPaging(onAlive: () => void, count = pagesRead): () => void {
  let seen = count();
  const timer = setInterval(() => {
    const now = count();
    if (now > seen) onAlive();
    seen = now;
  }, LOOK_MS);
  return () => clearInterval(timer);
}
