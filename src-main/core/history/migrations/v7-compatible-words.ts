/**
 * Schema 7: indexes texts again whose words are now formed differently (search/words.ts): Korean syllables, ligatures,
 * full-width letters and other compatible forms. Other texts stay as they are.
 */
const CHANGED = `'*[\u1100-\u11ff\uac00-\ud7a3\u2070-\u209c\u2100-\u218b\u2460-\u24ff\ufb00-\ufb4f\uff01-\uffee\u00aa\u00b2\u00b3\u00b9\u00ba]*'`;

const texts = (table: string, column: string, index: string, more: string): string => `
DELETE FROM ${index} WHERE rowid IN (SELECT key FROM ${table} WHERE ${column} GLOB ${CHANGED}${more});
INSERT INTO ${index} (rowid, words)
  SELECT key, search_words(${column}) FROM ${table} WHERE ${column} GLOB ${CHANGED}${more};
INSERT OR IGNORE INTO vocabulary (word, bare)
  SELECT word.value, search_bare(word.value) FROM ${table}, json_each(search_vocabulary(${column})) word
  WHERE ${column} GLOB ${CHANGED}${more};
`;

export const v7CompatibleWords =
  texts('messages', 'text', 'message_search', ' AND streaming = 0') +
  texts('conversations', 'title', 'title_search', '');
