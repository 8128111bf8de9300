/**
 * Schema 1: conversations, their messages as a tree, and the full-text index over both.
 *
 * Rows have an integer `key`, which is fast to join, and a public `id`, which does not show order or number. `key` is
 * an alias of SQLite's rowid, so VACUUM keeps it and the index may refer to it.
 */
export const v1Conversations = `
CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  -- 'none' until the first message names the conversation; a title of the user's is never replaced by another.
  title_source TEXT NOT NULL DEFAULT 'none' CHECK (title_source IN ('none', 'automatic', 'user')),
  system_prompt TEXT NOT NULL DEFAULT '',
  -- No foreign key: models live outside this database, and a conversation outlives its model.
  model_id TEXT,
  sampling TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(sampling)),
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  -- Milliseconds since 1970, UTC, like every time here.
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- When it went to the trash, from where it can be restored.
  deleted_at INTEGER,
  -- The message that the open branch ends with; null in a conversation without messages.
  active_leaf_key INTEGER REFERENCES messages (key) ON DELETE SET NULL
) STRICT;

-- The list, page by page, is a reverse walk of this index; the trash is not in it.
CREATE INDEX conversations_by_recency ON conversations (pinned, updated_at, key) WHERE deleted_at IS NULL;
CREATE INDEX conversations_in_trash ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;
-- Without it every deleted message would scan all conversations for its ON DELETE SET NULL.
CREATE INDEX conversations_by_leaf ON conversations (active_leaf_key) WHERE active_leaf_key IS NOT NULL;

CREATE TABLE messages (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_key INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
  parent_key INTEGER,
  role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- 1 while the text still grows.
  streaming INTEGER NOT NULL DEFAULT 0 CHECK (streaming IN (0, 1)),
  -- Who lets it grow (writers.ts); several processes may have the history open.
  writer TEXT,
  stop_reason TEXT,
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  generation TEXT CHECK (generation IS NULL OR json_valid(generation)),
  -- Target of the foreign key below.
  UNIQUE (conversation_key, key),
  -- A parent lies in the same conversation and was there first, so no cycle can be written. The deletion of a message
  -- does not cascade: SQLite counts one trigger level for each generation, and a long conversation would pass its
  -- limit of 1000. The whole tree goes with its conversation instead.
  FOREIGN KEY (conversation_key, parent_key) REFERENCES messages (conversation_key, key),
  CHECK (parent_key < key)
) STRICT;

-- Children of a message in order of age; id makes it covering for lists of siblings.
CREATE INDEX messages_by_parent ON messages (conversation_key, parent_key, key, id);
-- Finds what a crash left open; nearly always empty.
CREATE INDEX messages_streaming ON messages (writer) WHERE streaming = 1;

CREATE TRIGGER messages_keep_their_place
BEFORE UPDATE OF conversation_key, parent_key, key ON messages
BEGIN
  SELECT RAISE(ABORT, 'a message never moves in its tree');
END;

-- The full-text index. Its words are made by search_words() (search/index-functions.ts), which the connection
-- supplies; the tokenizer only splits them at spaces. Contentless: the text is not kept twice, and with
-- contentless_delete a row is removed without knowing which words it held, so an entry can never be left behind by a
-- change in how words are made.
CREATE VIRTUAL TABLE message_search USING fts5 (
  words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);
CREATE VIRTUAL TABLE title_search USING fts5 (
  words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);
CREATE VIRTUAL TABLE message_terms USING fts5vocab (message_search, row);
CREATE VIRTUAL TABLE title_terms USING fts5vocab (title_search, row);

-- Every different word of all texts, once. Inflected forms, compounds, missing diacritics and slips of the finger are
-- looked for here, among some hundred thousand words, and not in a million messages: a search asks the index above for
-- the very words that this one gave. So the rules of a language may change without touching the index.
CREATE TABLE vocabulary (
  key INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE,
  -- The word without its diacritics.
  bare TEXT NOT NULL
) STRICT;
CREATE INDEX vocabulary_by_bare ON vocabulary (bare);

-- What a word may be a form of, without diacritics (search_lemmas()).
CREATE TABLE word_lemmas (
  lemma TEXT NOT NULL,
  word_key INTEGER NOT NULL,
  PRIMARY KEY (lemma, word_key)
) STRICT, WITHOUT ROWID;

-- Parts of words, for compounds and misspellings.
CREATE VIRTUAL TABLE vocabulary_parts USING fts5 (
  word, content = 'vocabulary', content_rowid = 'key', tokenize = 'trigram', detail = none
);

CREATE TRIGGER vocabulary_insert AFTER INSERT ON vocabulary
BEGIN
  INSERT INTO word_lemmas (lemma, word_key) SELECT value, NEW.key FROM json_each(search_lemmas(NEW.word));
  INSERT INTO vocabulary_parts (rowid, word) VALUES (NEW.key, NEW.word);
END;
CREATE TRIGGER vocabulary_delete AFTER DELETE ON vocabulary
BEGIN
  DELETE FROM word_lemmas
  WHERE (lemma, word_key) IN (SELECT value, OLD.key FROM json_each(search_lemmas(OLD.word)));
  INSERT INTO vocabulary_parts (vocabulary_parts, rowid, word) VALUES ('delete', OLD.key, OLD.word);
END;

-- A streaming message is not in the index: its text is saved every second, and indexing it as often would cost far
-- more than the saving. It enters when it is finished or found cut off.
CREATE TRIGGER message_search_insert AFTER INSERT ON messages WHEN NEW.streaming = 0
BEGIN
  INSERT INTO message_search (rowid, words) VALUES (NEW.key, search_words(NEW.text));
  INSERT OR IGNORE INTO vocabulary (word, bare)
    SELECT value, search_bare(value) FROM json_each(search_vocabulary(NEW.text));
END;
CREATE TRIGGER message_search_update AFTER UPDATE OF text, streaming ON messages
WHEN NEW.streaming = 0 AND (OLD.streaming = 1 OR OLD.text <> NEW.text)
BEGIN
  DELETE FROM message_search WHERE rowid = OLD.key;
  INSERT INTO message_search (rowid, words) VALUES (NEW.key, search_words(NEW.text));
  INSERT OR IGNORE INTO vocabulary (word, bare)
    SELECT value, search_bare(value) FROM json_each(search_vocabulary(NEW.text));
END;
CREATE TRIGGER message_search_delete AFTER DELETE ON messages
BEGIN
  DELETE FROM message_search WHERE rowid = OLD.key;
END;

-- What lies in the trash stays indexed and is left out by the query: removal and its undoing stay instant.
CREATE TRIGGER title_search_insert AFTER INSERT ON conversations WHEN NEW.title <> ''
BEGIN
  INSERT INTO title_search (rowid, words) VALUES (NEW.key, search_words(NEW.title));
  INSERT OR IGNORE INTO vocabulary (word, bare)
    SELECT value, search_bare(value) FROM json_each(search_vocabulary(NEW.title));
END;
CREATE TRIGGER title_search_update AFTER UPDATE OF title ON conversations WHEN OLD.title <> NEW.title
BEGIN
  DELETE FROM title_search WHERE rowid = OLD.key;
  INSERT INTO title_search (rowid, words) VALUES (NEW.key, search_words(NEW.title));
  INSERT OR IGNORE INTO vocabulary (word, bare)
    SELECT value, search_bare(value) FROM json_each(search_vocabulary(NEW.title));
END;
CREATE TRIGGER title_search_delete AFTER DELETE ON conversations
BEGIN
  DELETE FROM title_search WHERE rowid = OLD.key;
END;
`;
