/** Throws when nobody waits for the search any more. Called between its stages and every few thousand rows. */
export type ThrowIfCancelled = () => void;
