/**
 * Schema 3: an index of messages by time. Keys are in the order of writing, and imported messages were written later
 * than they were said, so a search within a time needs the times themselves.
 */
export const v3MessageTimes = `
CREATE INDEX messages_by_time ON messages (created_at);
`;
