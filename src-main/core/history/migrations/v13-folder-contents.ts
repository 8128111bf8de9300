/** Schema 13: what a folder gives its conversations: instructions, a model, a preset and files. */
export const v13FolderContents = `
ALTER TABLE folders ADD COLUMN instructions TEXT NOT NULL DEFAULT '';
-- No foreign keys: models and presets are outside this database.
ALTER TABLE folders ADD COLUMN model_id TEXT;
ALTER TABLE folders ADD COLUMN preset_id TEXT;

CREATE TABLE folder_files (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  folder_key INTEGER NOT NULL REFERENCES folders (key) ON DELETE CASCADE,
  name TEXT NOT NULL CHECK (name <> ''),
  text TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  -- When it went to the trash, from where it can be restored; 0 once it is gone for good.
  removed_at INTEGER
) STRICT;
CREATE INDEX folder_files_of ON folder_files (folder_key, removed_at, key);
CREATE INDEX folder_files_removed ON folder_files (removed_at, key) WHERE removed_at IS NOT NULL;

-- 1 where the user wants nothing of the folder in a conversation.
ALTER TABLE conversations ADD COLUMN without_folder INTEGER NOT NULL DEFAULT 0 CHECK (without_folder IN (0, 1));
`;
