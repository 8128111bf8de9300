/**
 * Schema 5: thinking and tool calls of an answer, apart from its text. Searches, prompts and exports read only the
 * text. Stored answers with thinking in `<think>` are split here.
 */
export const v5Asides = `
ALTER TABLE messages ADD COLUMN asides TEXT CHECK (asides IS NULL OR json_valid(asides));

-- SQLite's text functions stop at a NUL, so a text with one stays as it is.
UPDATE messages SET
  asides = json_array(json_object('kind', 'thinking', 'text', trim(
    substr(text, instr(text, '<think>') + 7, instr(text, '</think>') - instr(text, '<think>') - 7),
    char(9, 10, 13, 32)))),
  text = ltrim(substr(text, instr(text, '</think>') + 8), char(9, 10, 13, 32))
WHERE role = 'assistant' AND streaming = 0 AND ltrim(text, char(9, 10, 13, 32)) GLOB '<think>*'
  AND instr(text, '</think>') > 0 AND instr(text, char(0)) = 0;

-- Words that only the thinking had leave the search.
INSERT OR IGNORE INTO due_work (name) SELECT 'search index' WHERE changes() > 0;
`;
