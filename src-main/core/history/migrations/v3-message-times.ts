/**
 * Schema 3: messages by their time. Keys are in the order of writing, and what was imported was written later than it
 * was said: so a search of some months needs the times themselves.
 */
export const v3MessageTimes = `
CREATE INDEX messages_by_time ON messages (created_at);
`;
