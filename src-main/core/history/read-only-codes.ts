import type { ErrorCode } from '#contract/errors';

/** Errors that prevent writing to the history, but not reading. */
export const READ_ONLY_CODES: readonly ErrorCode[] = ['history-read-only', 'disk-full'];
