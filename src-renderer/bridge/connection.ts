import type { Bridge } from '#contract/contract';

/**
 * `refused`: there is a server, but it does not know this page, or the page has no key; only the address that Sarvi
 * prints helps.
 */
export type ConnectionState = 'standing' | 'lost' | 'refused';

/** A bridge and its state. The desktop's is always connected; the web shell's is lost when its server ends. */
export interface Connection {
  readonly bridge: Bridge;
  /**
   * Calls `listener` with each change, but not for the first connection. After `standing`, everything that was missed
   * should be read again.
   */
  onChange(listener: (state: ConnectionState) => void): () => void;
}
