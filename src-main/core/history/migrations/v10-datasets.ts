/**
 * Schema 10: data sets for training. A data set is a stored query; a version of it is a copy that no later edit changes.
 */
export const v10Datasets = `
CREATE TABLE datasets (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  -- As it is compared; made by the app, as for folders.
  name_key TEXT NOT NULL UNIQUE,
  query TEXT NOT NULL CHECK (json_valid(query)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- What the user decided about single rows.
CREATE TABLE dataset_decisions (
  dataset_key INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
  -- Made from the ids of what the row is taken from.
  row_id TEXT NOT NULL,
  excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
  -- Corrected answers; null where the text is the original one.
  good_text TEXT,
  bad_text TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  PRIMARY KEY (dataset_key, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset_versions (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dataset_key INTEGER NOT NULL REFERENCES datasets (key) ON DELETE CASCADE,
  -- 1 for the first.
  number INTEGER NOT NULL CHECK (number > 0),
  frozen_at INTEGER NOT NULL,
  -- SHA-256 of its rows.
  digest TEXT NOT NULL,
  -- Counts, models and settings at that time.
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  UNIQUE (dataset_key, number)
) STRICT;

CREATE TABLE dataset_version_rows (
  version_key INTEGER NOT NULL REFERENCES dataset_versions (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  split TEXT NOT NULL CHECK (split IN ('train', 'test')),
  -- Where it was taken from; no foreign key, because the copy outlives it.
  conversation_id TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  PRIMARY KEY (version_key, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX dataset_version_rows_by_conversation ON dataset_version_rows (conversation_id);
`;
