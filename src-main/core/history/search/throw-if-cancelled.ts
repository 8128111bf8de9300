/** Throws when the search was cancelled. Called between its stages and every few thousand rows. */
export type ThrowIfCancelled = () => void;
