/** Limits for reading a stranger's file; a conversation beyond them is refused by name. */

/** For one conversation in its file. The largest that people report have a few megabytes. */
export const MOST_CONVERSATION_BYTES = 64 * 2 ** 20;
/** For one message, in UTF-16 units; several books. */
export const MOST_MESSAGE_LENGTH = 16 * 2 ** 20;
export const MOST_MESSAGES = 100_000;
/** Asides of one answer. */
export const MOST_ASIDES = 100;
/** Nesting of one conversation's JSON; the formats need about ten. */
export const MOST_DEPTH = 200;
/** For the generation record of one answer, as JSON; the probabilities of a long answer take half of it. */
export const MOST_RECORD_LENGTH = 2 ** 22;
