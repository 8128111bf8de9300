/** Schema 9: thumbs on answers. */
export const v9Thumbs = `
-- The user's opinion of an answer: 1 is good, -1 is bad.
ALTER TABLE messages ADD COLUMN thumb INTEGER NOT NULL DEFAULT 0 CHECK (thumb IN (-1, 0, 1));
ALTER TABLE removed_messages ADD COLUMN thumb INTEGER NOT NULL DEFAULT 0 CHECK (thumb IN (-1, 0, 1));
CREATE INDEX messages_with_thumbs ON messages (key) WHERE thumb <> 0;
-- Edited answers, which are the rare ones.
CREATE INDEX messages_edited ON messages (key) WHERE stop_reason = 'edited';
`;
