import { totalmem } from 'node:os';

/** Bytes of memory that this process may come to use: the machine's, or less where a container bounds it. */
export function machineMemory(): number {
  const bound = process.constrainedMemory();
  return bound > 0 ? Math.min(bound, totalmem()) : totalmem();
}
