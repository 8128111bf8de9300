import type { ErrorCode } from '#contract/errors';

/** What keeps the history from being written to, but not from being read. */
export const READ_ONLY_CODES: readonly ErrorCode[] = ['history-read-only', 'disk-full'];
