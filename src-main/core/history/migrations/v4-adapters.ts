/** Schema 4: the LoRA adapters of a conversation, with their names and scales. */
export const v4Adapters = `
-- Like models, they live outside this database, and a conversation outlives them.
ALTER TABLE conversations ADD COLUMN adapters TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(adapters));
`;
