/** Limits for every list of the history. */

/** For the whole history; far more than anyone uses. */
export const MOST_FOLDERS = 1000;
export const MOST_TAGS = 1000;
/** For one conversation. */
export const MOST_TAGS_EACH = 100;
export const MOST_TITLE_LENGTH = 500;
export const MOST_SYSTEM_PROMPT_LENGTH = 100_000;
export const MOST_MODEL_NAME_LENGTH = 200;
/** For one page of conversations, in UTF-16 units; more is given in further pages. */
export const MOST_PAGE_LENGTH = 2 ** 21;
/** For the messages in one answer, in bytes; a longer message comes alone. */
export const MOST_ANSWER_BYTES = 2 ** 22;
