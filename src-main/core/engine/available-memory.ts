/**
 * Bytes that a new process can use without pushing others out: on Linux MemAvailable (which counts file caches as free)
 * within the limits of a container, elsewhere free and inactive pages.
 */
export function availableMemory(): number {
  return process.availableMemory();
}
