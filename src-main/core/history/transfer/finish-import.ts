import type { Change } from '../change.ts';

/** Announces the imported conversations once, and flushes them to the disk. */
export function finishImport({ database, announce }: Change): null {
  // A commit without a write would flush nothing.
  database.write('UPDATE conversations SET title = title WHERE key = (SELECT max(key) FROM conversations)');
  announce('conversation.changed', { kind: 'many' });
  return null;
}
