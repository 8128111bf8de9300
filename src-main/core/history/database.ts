import type Sqlite from 'better-sqlite3';

export type Parameter = string | number | null;
type Bound = readonly Parameter[] | readonly [Readonly<Record<string, Parameter>>];

/** A database that can be asked but not changed: what every reading function takes. */
export interface ReadableDB {
  /** The first row, or undefined. `Row` is the caller's word for the columns it selects. */
  row<Row>(sql: string, ...parameters: Bound): Row | undefined;
  rows<Row>(sql: string, ...parameters: Bound): Row[];
}

/** A database inside a writing transaction. */
export interface WritableDB extends ReadableDB {
  /** @returns how many rows changed, and the key of the row inserted last. */
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

  /** Several questions that see one and the same state. */
  reading<Value>(ask: (database: ReadableDB) => Value): Value {
    return this.connection.transaction(() => ask(this)).deferred();
  }

  /**
   * All or nothing; IMMEDIATE, since a transaction that turns into a writing one late can fail without waiting. It is
   * on the disk when this returns; a `deferred` one is safe from a crash of the app at once, but from a power cut only
   * when the next flushed one follows.
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

  /** The types keep readers from writing; this keeps SQL that writes from passing as a question. */
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
