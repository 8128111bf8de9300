import Sqlite from 'better-sqlite3';

/** How large full-text indexes over the same messages are: Sarvi's with all that belongs to it, and plain ones. */
export function compareTokenizers(databasePath: string): { name: string; megabytes: number }[] {
  const database = new Sqlite(':memory:');
  try {
    database.prepare('ATTACH ? AS history').run(databasePath);
    const bytesOf = (schema: string, pattern: string): number =>
      database
        .prepare<[string, string], number>('SELECT coalesce(sum(pgsize), 0) FROM dbstat(?) WHERE name REGEXP ?')
        .pluck()
        .get(schema, pattern) ?? 0;
    database.function('regexp', { deterministic: true }, (pattern: unknown, name: unknown) =>
      Number(new RegExp(String(pattern)).test(String(name))),
    );
    const plain = ['unicode61', 'trigram'].map((tokenizer) => {
      database.exec(
        `CREATE VIRTUAL TABLE plain_${tokenizer} USING fts5 (text, content = '', tokenize = '${tokenizer}');
         INSERT INTO plain_${tokenizer} (rowid, text) SELECT key, text FROM history.messages;`,
      );
      return { name: `plain FTS5, ${tokenizer}`, megabytes: bytesOf('main', `^plain_${tokenizer}_`) / 1e6 };
    });
    return [
      { name: 'Sarvi, words of messages', megabytes: bytesOf('history', '^message_search_') / 1e6 },
      {
        name: 'Sarvi, vocabulary with lemmas and parts',
        megabytes: bytesOf('history', 'vocabulary|^word_lemmas') / 1e6,
      },
      ...plain,
      { name: 'the messages themselves', megabytes: bytesOf('history', '^messages$') / 1e6 },
    ];
  } finally {
    database.close();
  }
}
