/** Schema 12: bookmarks on messages. */
export const v12Bookmarks = `
ALTER TABLE messages ADD COLUMN bookmarked_at INTEGER;
ALTER TABLE removed_messages ADD COLUMN bookmarked_at INTEGER;
CREATE INDEX messages_bookmarked ON messages (bookmarked_at, key) WHERE bookmarked_at IS NOT NULL;
`;
