/** More hits than anyone looks at. */
export const MOST_HITS = 500;
