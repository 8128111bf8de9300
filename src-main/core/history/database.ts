import type Sqlite from 'better-sqlite3';

export type Parameter = string | number | null;
type Bound = readonly Parameter[] | readonly [Readonly<Record<string, Parameter>>];

/** A database for reading; every reading function takes one. */
export interface ReadableDB {
  /** The first row, or undefined. `Row` is the caller's type of the selected columns. */
  row<Row>(sql: string, ...parameters: Bound): Row | undefined;
  rows<Row>(sql: string, ...parameters: Bound): Row[];
}

/** A database inside a writing transaction. */
export interface WritableDB extends ReadableDB {
  /** @returns how many rows changed, and the key of the last inserted row */
  write(sql: string, ...parameters: Bound): { changes: number; key: number };
}

/** One open connection. Statements are prepared once and kept. */
export class HistoryDatabase implements WritableDB {
  readonly connection: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(connection: Sqlite.Database) {
    this.connection = connection;
  }

  row<Row>(sql: string, ...parameters: Bound): Row | undefined {
    return this.#reading(sql).get(...parameters) as Row | undefined;
  }

  rows<Row>(sql: string, ...parameters: Bound): Row[] {
    return this.#reading(sql).all(...parameters) as Row[];
  }

  write(sql: string, ...parameters: Bound): { changes: number; key: number } {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...parameters);
    return { changes, key: Number(lastInsertRowid) };
  }

  /** Runs several queries on the same state of the database. */
  reading<Value>(ask: (database: ReadableDB) => Value): Value {
    return this.connection.transaction(() => ask(this)).deferred();
  }

  /**
   * Runs a transaction. It is IMMEDIATE, because a transaction that begins to write later can fail without waiting.
   * When this returns it is on the disk; a `deferred` one survives a crash of the app at once, but a power cut only
   * after the next flushed transaction.
   */
  writing<Value>(change: (database: WritableDB) => Value, durability: 'flushed' | 'deferred' = 'flushed'): Value {
    const transaction = this.connection.transaction(() => change(this));
    if (durability === 'flushed') return transaction.immediate();
    this.connection.pragma('synchronous = NORMAL');
    try {
      return transaction.immediate();
    } finally {
      this.connection.pragma('synchronous = FULL');
    }
  }

  close(): void {
    this.connection.close();
  }

  /** The types keep readers from writing; this also refuses SQL that writes. */
  #reading(sql: string): Sqlite.Statement {
    const statement = this.#statement(sql);
    if (!statement.readonly) throw new Error(`this statement changes the database: ${sql}`);
    return statement;
  }

  #statement(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
