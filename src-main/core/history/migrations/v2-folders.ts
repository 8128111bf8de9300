/** Schema 2: folders, tags, the archive, drafts, and the name of a conversation's model. */
export const v2Folders = `
CREATE TABLE folders (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  -- The name as it is compared: two folders that a reader cannot tell apart are one too many. Made by the app, since
  -- SQLite's NOCASE knows no ä.
  name_key TEXT NOT NULL UNIQUE,
  -- Place among the folders, from 0. Not unique: a move passes through states in which two share one.
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tags (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE,
  -- Number of a colour in the app's palette.
  colour INTEGER NOT NULL CHECK (colour >= 0),
  created_at INTEGER NOT NULL
) STRICT;

ALTER TABLE conversations ADD COLUMN folder_key INTEGER REFERENCES folders (key) ON DELETE SET NULL;
ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
-- Kept beside the id, so that it can be told after the model is removed.
ALTER TABLE conversations ADD COLUMN model_name TEXT;

-- The newest answer of the model tells how it was called.
UPDATE conversations SET model_name = (
  SELECT generation ->> '$.modelName' FROM messages
  WHERE conversation_key = conversations.key AND generation ->> '$.modelId' = conversations.model_id
  ORDER BY messages.key DESC LIMIT 1
) WHERE model_id IS NOT NULL;

-- Each list, page by page, is a reverse walk of one of these; archived ones are a list of their own.
DROP INDEX conversations_by_recency;
CREATE INDEX conversations_by_recency ON conversations (archived, pinned, updated_at, key) WHERE deleted_at IS NULL;
-- Not partial, so that the deletion of a folder finds its conversations by it too, those in the trash among them.
CREATE INDEX conversations_in_folder ON conversations (folder_key, deleted_at, archived, pinned, updated_at, key);
CREATE INDEX conversations_by_model ON conversations (model_id) WHERE model_id IS NOT NULL;

CREATE TABLE conversation_tags (
  conversation_key INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
  tag_key INTEGER NOT NULL REFERENCES tags (key) ON DELETE CASCADE,
  -- The conversation's place in the list, kept by the trigger below: a tag's list is a walk too, and costs the same
  -- whether the tag is on ten conversations or on most.
  archived INTEGER NOT NULL,
  pinned INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_key, tag_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_by_tag ON conversation_tags (tag_key, archived, pinned, updated_at, conversation_key);

CREATE TRIGGER tags_follow_their_conversation AFTER UPDATE OF archived, pinned, updated_at ON conversations
BEGIN
  UPDATE conversation_tags SET archived = NEW.archived, pinned = NEW.pinned, updated_at = NEW.updated_at
  WHERE conversation_key = NEW.key;
END;

-- What is written but not sent; null for the conversation that is made with its first message.
CREATE TABLE drafts (
  key INTEGER PRIMARY KEY,
  conversation_key INTEGER UNIQUE REFERENCES conversations (key) ON DELETE CASCADE,
  text TEXT NOT NULL CHECK (text <> ''),
  saved_at INTEGER NOT NULL
) STRICT;
-- UNIQUE lets any number of nulls pass.
CREATE UNIQUE INDEX drafts_of_new ON drafts ((0)) WHERE conversation_key IS NULL;

-- Work that a crash or the end of the app leaves for the next start, by name.
CREATE TABLE due_work (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;
