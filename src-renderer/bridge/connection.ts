import type { Bridge } from '#contract/contract';

/** A bridge and whether it stands. The desktop's never falls; the web shell's does when its server goes away. */
export interface Connection {
  readonly bridge: Bridge;
  /**
   * Tells each change: `false` when the connection has gone, `true` when it is back and whatever was missed in
   * between should be asked for again. Not told for the first connection.
   */
  onChange(listener: (connected: boolean) => void): () => void;
}
