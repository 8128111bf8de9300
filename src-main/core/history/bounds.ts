/** How much of each thing there may be, so that no list of the history grows without an end. */

/** Of a whole history. Far more than anyone keeps apart by name. */
export const MOST_FOLDERS = 1000;
export const MOST_TAGS = 1000;
/** On one conversation. */
export const MOST_TAGS_EACH = 100;
export const MOST_TITLE_LENGTH = 500;
export const MOST_SYSTEM_PROMPT_LENGTH = 100_000;
export const MOST_MODEL_NAME_LENGTH = 200;
/** Of one page of conversations, in UTF-16 units: a longer one is given in more pages. */
export const MOST_PAGE_LENGTH = 2 ** 21;
/** Of the messages in one answer, in bytes; a message that is longer comes alone. */
export const MOST_ANSWER_BYTES = 2 ** 22;
