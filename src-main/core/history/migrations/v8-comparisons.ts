/**
 * Schema 8: comparisons and their blind votes. A cell of a comparison is a conversation, and keeps its messages, branches and
 * search as any other; `comparison_key` keeps it out of the lists of conversations.
 */
export const v8Comparisons = `
CREATE TABLE comparisons (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('chat', 'set')),
  title TEXT NOT NULL DEFAULT '',
  title_source TEXT NOT NULL DEFAULT 'none' CHECK (title_source IN ('none', 'automatic', 'user')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- As in conversations; its cells have the same.
  deleted_at INTEGER
) STRICT;
CREATE INDEX comparisons_by_recency ON comparisons (updated_at, key) WHERE deleted_at IS NULL;
CREATE INDEX comparisons_in_trash ON comparisons (deleted_at, key) WHERE deleted_at IS NOT NULL;

CREATE TABLE comparison_columns (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  comparison_key INTEGER NOT NULL REFERENCES comparisons (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  -- Models live outside this database, and a comparison outlives them.
  model_id TEXT NOT NULL,
  model_name TEXT NOT NULL,
  adapters TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(adapters)),
  preset_name TEXT,
  sampling TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(sampling)),
  system_prompt TEXT NOT NULL DEFAULT '',
  -- The model whose chat template makes the prompt that this column continues.
  template_model_id TEXT,
  UNIQUE (comparison_key, position)
) STRICT;

CREATE TABLE comparison_rows (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  comparison_key INTEGER NOT NULL REFERENCES comparisons (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  -- Rows with the same are one prompt in several languages.
  cluster TEXT NOT NULL,
  language TEXT CHECK (language IN ('fi', 'en')),
  category TEXT,
  -- What the user says, as a JSON array; empty in a chat.
  turns TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(turns)),
  system_prompt TEXT,
  UNIQUE (comparison_key, position)
) STRICT;

-- Not cascading: the messages of a conversation go bit by bit (sweep.ts), and their comparison after them.
ALTER TABLE conversations ADD COLUMN comparison_key INTEGER REFERENCES comparisons (key);
CREATE INDEX conversations_of_comparison ON conversations (comparison_key) WHERE comparison_key IS NOT NULL;

-- What lies between the conversations of a list would have to be walked past: there may be thousands.
DROP INDEX conversations_by_recency;
CREATE INDEX conversations_by_recency ON conversations (archived, pinned, updated_at, key)
  WHERE deleted_at IS NULL AND comparison_key IS NULL;
DROP INDEX conversations_in_folder;
CREATE INDEX conversations_in_folder ON conversations
  (folder_key, comparison_key, deleted_at, archived, pinned, updated_at, key);

CREATE TABLE comparison_cells (
  row_key INTEGER NOT NULL REFERENCES comparison_rows (key) ON DELETE CASCADE,
  column_key INTEGER NOT NULL REFERENCES comparison_columns (key) ON DELETE CASCADE,
  conversation_key INTEGER NOT NULL UNIQUE REFERENCES conversations (key) ON DELETE CASCADE,
  -- Of the answers: an ISO 639-1 code, or 'unsure'; null before anyone has looked.
  language TEXT,
  -- The user has said so.
  language_by_hand INTEGER NOT NULL DEFAULT 0 CHECK (language_by_hand IN (0, 1)),
  PRIMARY KEY (row_key, column_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX comparison_cells_by_column ON comparison_cells (column_key);

-- Pairs of answers that were drawn for a vote, each on its sides.
CREATE TABLE comparison_votes (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  comparison_key INTEGER NOT NULL REFERENCES comparisons (key) ON DELETE CASCADE,
  row_key INTEGER NOT NULL REFERENCES comparison_rows (key) ON DELETE CASCADE,
  a_column_key INTEGER NOT NULL REFERENCES comparison_columns (key) ON DELETE CASCADE,
  b_column_key INTEGER NOT NULL REFERENCES comparison_columns (key) ON DELETE CASCADE,
  -- The last answers of what was shown.
  a_message_id TEXT NOT NULL,
  b_message_id TEXT NOT NULL,
  -- The pair that comes back in this one, with its sides swapped.
  repeats_key INTEGER REFERENCES comparison_votes (key) ON DELETE CASCADE,
  -- Null while it is open. Answers that are the same are never shown.
  outcome TEXT CHECK (outcome IN ('a', 'b', 'tie', 'both-bad', 'skipped', 'identical')),
  reasons TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reasons)),
  note TEXT NOT NULL DEFAULT '',
  drawn_at INTEGER NOT NULL,
  decided_at INTEGER,
  CHECK (a_column_key <> b_column_key),
  CHECK (repeats_key < key)
) STRICT;
CREATE INDEX comparison_votes_of_comparison ON comparison_votes (comparison_key, key);
CREATE INDEX comparison_votes_of_row ON comparison_votes (row_key);
CREATE INDEX comparison_votes_by_a ON comparison_votes (a_column_key);
CREATE INDEX comparison_votes_by_b ON comparison_votes (b_column_key);
CREATE INDEX comparison_votes_repeated ON comparison_votes (repeats_key) WHERE repeats_key IS NOT NULL;
`;
