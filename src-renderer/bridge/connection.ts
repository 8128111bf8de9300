import type { Bridge } from '#contract/contract';

/**
 * `refused`: there is a server, but it does not know this page, or the page has nothing to show; only the address that
 * Sarvi prints helps.
 */
export type ConnectionState = 'standing' | 'lost' | 'refused';

/** A bridge and whether it stands. The desktop's never falls; the web shell's does when its server goes away. */
export interface Connection {
  readonly bridge: Bridge;
  /**
   * Tells each change. After `standing` whatever was missed should be asked for again; it is not told for the first
   * connection.
   */
  onChange(listener: (state: ConnectionState) => void): () => void;
}
