/** What a stranger may have made of a backup: each takes the path of a good one and changes the file. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { openSqlite } from './sqlite.ts';

export interface HostileBackup {
  readonly name: string;
  readonly make: (path: string) => void;
  /** What it is refused with. */
  readonly reason: RegExp;
}

export const HOSTILE_BACKUPS: readonly HostileBackup[] = [
  {
    name: 'a trigger that replaces answers',
    make: withSql(`CREATE TRIGGER evil AFTER INSERT ON messages BEGIN UPDATE messages SET text = 'Osta!'; END`),
    reason: /^the trigger evil is not one of Sarvi’s$/,
  },
  {
    name: 'a trigger with a name of Sarvi’s and other words',
    make: withSql(`DROP TRIGGER message_search_delete;
      CREATE TRIGGER message_search_delete AFTER DELETE ON messages BEGIN SELECT 1; END`),
    reason: /^the trigger message_search_delete is not as Sarvi makes it$/,
  },
  {
    name: 'a trigger too few',
    make: withSql('DROP TRIGGER messages_keep_their_place'),
    reason: /^the trigger messages_keep_their_place is missing$/,
  },
  {
    name: 'a view in the place of a table',
    make: withSql(`DROP TABLE drafts; CREATE VIEW drafts AS
      WITH RECURSIVE endless (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n AS key FROM endless`),
    reason: /^the view drafts is not one of Sarvi’s$/,
  },
  {
    name: 'a generated column',
    make: withSql(`ALTER TABLE conversations ADD COLUMN evil BLOB AS (zeroblob(1000000))`),
    reason: /^the table conversations is not as Sarvi makes it$/,
  },
  {
    name: 'an index on an expression',
    make: withSql('CREATE INDEX evil ON messages (length(zeroblob(1000000)))'),
    reason: /^the index evil is not one of Sarvi’s$/,
  },
  {
    name: 'a check with endless work',
    make: withSchema(`UPDATE sqlite_schema SET sql = replace(sql, 'text <> ''''',
      '(SELECT 1) AND length(hex(zeroblob(400000000))) > 0') WHERE name = 'drafts'`),
    reason: /^the table drafts is not as Sarvi makes it$/,
  },
  {
    name: 'a virtual table',
    make: withSql('CREATE VIRTUAL TABLE evil USING fts5 (words)'),
    reason: /^the table evil\w* is not one of Sarvi’s$/,
  },
  {
    name: 'a table with a rowid where Sarvi’s has none',
    make: withSql('DROP TABLE due_work; CREATE TABLE due_work (name TEXT PRIMARY KEY) STRICT'),
    reason: /^the table due_work is not as Sarvi makes it$/,
  },
  {
    name: 'a name in another case',
    make: withSchema(`UPDATE sqlite_schema SET name = 'Drafts', tbl_name = 'Drafts' WHERE name = 'drafts'`),
    reason: /^the table Drafts is not one of Sarvi’s$/,
  },
  {
    name: 'statistics that mislead the planner',
    make: withSql('ANALYZE'),
    reason: /^the table sqlite_stat\d is not one of Sarvi’s$/,
  },
  {
    name: 'text in UTF-16',
    make: (path) => {
      rmSync(path);
      withSql(`PRAGMA encoding = 'UTF-16le'; CREATE TABLE messages (text); INSERT INTO messages VALUES ('a')`)(path);
    },
    reason: /^its text is not in UTF-8$/,
  },
  {
    name: 'a size of pages that does not exist',
    make: withBytes((bytes) => bytes.writeUInt16BE(1000, 16)),
    reason: /^its pages have another size$/,
  },
  {
    name: 'room kept at the end of each page',
    make: withBytes((bytes) => bytes.writeUInt8(32, 20)),
    reason: /^its pages have another size$/,
  },
  {
    name: 'a hundred thousand objects',
    make: withSchema(`INSERT INTO sqlite_schema
      WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 100000)
      SELECT 'view', 'v' || n, 'v' || n, 0, 'CREATE VIEW v' || n || ' AS SELECT 1' FROM many`),
    reason: /^its schema is larger than one of Sarvi’s$/,
  },
  {
    name: 'a statement of two megabytes',
    make: withSchema(`INSERT INTO sqlite_schema
      VALUES ('view', 'v', 'v', 0, 'CREATE VIEW v AS SELECT ''' || printf('%.2000000c', 'x') || '''')`),
    reason: /^its schema is larger than one of Sarvi’s$/,
  },
  {
    name: 'a schema whose pages lead back to the first',
    make: withBytes((bytes) => {
      const count = bytes.readUInt16BE(103);
      const start = bytes[100] === 5 ? 112 : 108;
      for (let index = 0; index < count; index += 1) bytes.writeUInt32BE(1, bytes.readUInt16BE(start + 2 * index));
    }),
    reason: /^its schema is damaged$/,
  },
  {
    name: 'a name of a thousand signs, some of them none',
    make: withSchema(`INSERT INTO sqlite_schema
      VALUES ('view', char(10) || printf('%.1000c', 'x'), 'v', 0, 'CREATE VIEW v AS SELECT 1')`),
    reason: /^the view ·x{59}… is not one of Sarvi’s$/,
  },
  {
    name: 'no database at all',
    make: (path) => writeFileSync(path, 'x'.repeat(9000)),
    reason: /^it is no database$/,
  },
  {
    name: 'half a page',
    make: (path) => writeFileSync(path, readFileSync(path).subarray(0, 2048)),
    reason: /^it is no whole database$/,
  },
  {
    name: 'another program’s number',
    make: withSql('PRAGMA application_id = 7'),
    reason: /^the file belongs to another program$/,
  },
  {
    name: 'no version',
    make: withSql('PRAGMA user_version = 0'),
    reason: /^there is no history in it$/,
  },
  {
    name: 'an earlier version than its schema has',
    make: withSql('PRAGMA user_version = 1'),
    reason: /^the \w+ \w+ is not (one of Sarvi’s|as Sarvi makes it)$/,
  },
];

function withSql(sql: string): (path: string) => void {
  return (path) => change(path, (sqlite) => sqlite.exec(sql));
}

/** As only a hostile program writes: into the schema itself. */
function withSchema(sql: string): (path: string) => void {
  return (path) =>
    change(path, (sqlite) => {
      sqlite.unsafeMode(true);
      sqlite.pragma('writable_schema = ON');
      sqlite.exec(sql);
    });
}

function withBytes(edit: (bytes: Buffer) => void): (path: string) => void {
  return (path) => {
    const bytes = readFileSync(path);
    edit(bytes);
    writeFileSync(path, bytes);
  };
}

function change(path: string, edit: (sqlite: Sqlite.Database) => void): void {
  const sqlite = openSqlite(path);
  try {
    sqlite.pragma('foreign_keys = OFF');
    edit(sqlite);
  } finally {
    sqlite.close();
  }
}
