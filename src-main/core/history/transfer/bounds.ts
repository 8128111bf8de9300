/** How much of a stranger's file Sarvi takes in at once; beyond these, a conversation is refused by name. */

/** Of one conversation as it stands in its file. The largest that people report are a few megabytes. */
export const MOST_CONVERSATION_BYTES = 64 * 2 ** 20;
/** Of one message, in UTF-16 units: a pasted book, several times over. */
export const MOST_MESSAGE_LENGTH = 16 * 2 ** 20;
export const MOST_MESSAGES = 100_000;
/** Steps of thinking and tool talk that lead to one answer. */
export const MOST_ASIDES = 100;
/** Nesting of one conversation's JSON; the formats themselves need about ten. */
export const MOST_DEPTH = 200;
/** Of what is told of how an answer came to be, as JSON: the probabilities of a long answer come to half of it. */
export const MOST_RECORD_LENGTH = 2 ** 22;
