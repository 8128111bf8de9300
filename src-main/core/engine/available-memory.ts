/**
 * Bytes that a new process can have without others being pushed out: Linux's MemAvailable (so that file caches count as
 * free) within the limits of a container, free and inactive pages elsewhere.
 */
export function availableMemory(): number {
  return process.availableMemory();
}
