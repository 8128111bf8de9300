/**
 * Schema 6: removed messages wait for 30 days, as conversations do. They are in tables of their own, outside of tree
 * and search, so that no reader has to skip them.
 */
export const v6Removals = `
-- A message and all that followed it, removed at one time.
CREATE TABLE removals (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_key INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
  -- What the first message followed. By its id, since another message may get a removed one's key.
  parent_id TEXT,
  -- The last message of the open branch, if that went through them.
  leaf_id TEXT,
  -- 0 once it is gone for good, as in conversations.
  removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX removals_by_time ON removals (removed_at, key);
CREATE INDEX removals_of_conversation ON removals (conversation_key);

-- The columns of messages, but for those of one that grows. Keys are those that they had.
CREATE TABLE removed_messages (
  removal_key INTEGER NOT NULL REFERENCES removals (key) ON DELETE CASCADE,
  key INTEGER NOT NULL,
  id TEXT NOT NULL,
  parent_key INTEGER,
  role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  stop_reason TEXT,
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  generation TEXT CHECK (generation IS NULL OR json_valid(generation)),
  asides TEXT CHECK (asides IS NULL OR json_valid(asides)),
  PRIMARY KEY (removal_key, key)
) STRICT;
CREATE INDEX removed_messages_by_id ON removed_messages (id);
`;
