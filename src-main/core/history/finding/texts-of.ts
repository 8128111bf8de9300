import type { Role } from '#contract/messages';
import type { ReadableDB } from '../database.ts';

interface MessageText {
  readonly key: number;
  readonly id: string;
  readonly role: Role;
  readonly text: string;
}

/** So many are read at a time, so that a long conversation is never in memory as a whole. */
const AT_ONCE = 100;

const TEXTS = `
  SELECT m.key, m.id, m.role, m.text
  FROM json_each(?) AS wanted CROSS JOIN messages m ON m.key = wanted.value`;

/** The messages with these keys, in the order of the keys. */
export function* textsOf(database: ReadableDB, keys: readonly number[]): Generator<MessageText> {
  for (let start = 0; start < keys.length; start += AT_ONCE) {
    yield* database.rows<MessageText>(TEXTS, JSON.stringify(keys.slice(start, start + AT_ONCE)));
  }
}
