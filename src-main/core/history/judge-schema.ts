import Sqlite from 'better-sqlite3';
import { because } from '#contract/reasons';
import { contentTables } from './content-tables.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import { defineIndexFunctions } from './search/index-functions.ts';
import type { SchemaObject } from './read-schema.ts';

/** A name in a stranger's file may have any length. */
const MOST_NAME_LENGTH = 60;

export interface SchemaJudgement {
  /** The name of the first difference; null when there is none. */
  readonly difference: string | null;
  /** Whether the tables of content are still right, so that their rows can be copied. */
  readonly contentIsSame: boolean;
}

/**
 * Compares a schema with the one that the migrations up to `version` create: the same tables, indexes, triggers and
 * views, with the same SQL.
 */
export function judgeSchema(
  objects: readonly SchemaObject[],
  version: number,
  migrations: readonly Migration[],
): SchemaJudgement {
  const own = ownSchema(version, migrations);
  const difference = differenceBetween(objects, own.objects);
  const ofContent = (all: readonly SchemaObject[]): SchemaObject[] =>
    all.filter(({ type, name }) => type === 'table' && own.contentTables.includes(name));
  return {
    difference,
    contentIsSame: differenceBetween(ofContent(objects), ofContent(own.objects)) === null,
  };
}

/** The schema as a connection reports it. */
export function schemaOfConnection(connection: Sqlite.Database): SchemaObject[] {
  return connection.prepare<[], SchemaObject>('SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema').all();
}

function differenceBetween(objects: readonly SchemaObject[], own: readonly SchemaObject[]): string | null {
  const missing = new Map(own.map((object) => [keyOf(object), object]));
  for (const object of objects) {
    const same = missing.get(keyOf(object));
    if (same === undefined) return because('object-not-own', inWords(object));
    if (same.sql !== object.sql || same.table !== object.table) return because('object-differs', inWords(object));
    missing.delete(keyOf(object));
  }
  const [first] = missing.values();
  return first === undefined ? null : because('object-missing', inWords(first));
}

function ownSchema(
  version: number,
  migrations: readonly Migration[],
): { objects: SchemaObject[]; contentTables: string[] } {
  const connection = new Sqlite(':memory:');
  try {
    defineIndexFunctions(connection);
    const steps = migrations.filter((migration) => migration.version <= version);
    migrate(connection, steps, () => undefined);
    return { objects: schemaOfConnection(connection), contentTables: contentTables(connection) };
  } finally {
    connection.close();
  }
}

function keyOf({ type, name }: SchemaObject): string {
  return `${type}\0${name}`;
}

function inWords({ type, name }: SchemaObject): { type: string; name: string } {
  const plain = name.replaceAll(/\p{C}/gu, '·');
  const cut = plain.length > MOST_NAME_LENGTH ? `${plain.slice(0, MOST_NAME_LENGTH)}…` : plain;
  return { type: ['table', 'index', 'trigger', 'view'].includes(type) ? type : 'object', name: cut };
}
