import type { Change } from '../change.ts';

/** Tells once of all that an import has taken in, and has it on the disk. */
export function finishImport({ database, announce }: Change): null {
  // A commit that wrote nothing would flush nothing.
  database.write('UPDATE conversations SET title = title WHERE key = (SELECT max(key) FROM conversations)');
  announce('conversation.changed', { kind: 'many' });
  return null;
}
