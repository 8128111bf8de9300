/** More hits are looked through by nobody. */
export const MOST_HITS = 500;
