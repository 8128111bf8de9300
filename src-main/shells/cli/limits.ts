/** More threads than any machine that runs a desktop app has cores; a slip of the keyboard stops here. */
export const MOST_JOBS = 256;
