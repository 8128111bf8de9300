import { totalmem } from 'node:os';

/** Bytes of memory that this process may use: the machine's, or the limit of its container. */
export function machineMemory(): number {
  const bound = process.constrainedMemory();
  return bound > 0 ? Math.min(bound, totalmem()) : totalmem();
}
