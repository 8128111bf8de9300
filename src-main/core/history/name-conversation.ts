import type { Change } from './change.ts';
import { announceChanged } from './conversations.ts';
import { headingOf, makeTitle } from './title-from-text.ts';

/** The columns of a conversation that naming needs. */
interface Named {
  readonly key: number;
  readonly title: string;
  readonly title_source: 'none' | 'automatic' | 'user';
}

/**
 * Names an untitled conversation after a message of the user. A greeting alone is its title until a later message says
 * more.
 */
export function nameFromQuestion({ database }: Change, conversation: Named, text: string): void {
  if (conversation.title_source !== 'none') return;
  const { title, lack } = makeTitle(text);
  const isGreeting = lack === 'only-greeting';
  if (title === '' || (isGreeting && conversation.title !== '')) return;
  database.write(
    'UPDATE conversations SET title = ?, title_source = ? WHERE key = ?',
    title,
    isGreeting ? 'none' : 'automatic',
    conversation.key,
  );
}

/**
 * Names a conversation after the heading of a finished answer, when its question gave only a cut title. A title of the
 * user stays, and so does a complete one.
 */
export function nameFromAnswer(change: Change, messageId: string): void {
  const answer = change.database.row<Named & { id: string; text: string; question: string }>(
    `SELECT c.key, c.id, c.title, c.title_source, m.text, question.text AS question
     FROM messages m
     CROSS JOIN messages question ON question.key = m.parent_key AND question.role = 'user'
     CROSS JOIN conversations c ON c.key = m.conversation_key AND c.deleted_at IS NULL AND c.comparison_key IS NULL
     WHERE m.id = ? AND m.role = 'assistant'`,
    messageId,
  );
  if (answer === undefined || answer.title_source === 'user') return;
  const { title, lack } = makeTitle(answer.question);
  if (lack === null || title !== answer.title) return;
  const heading = headingOf(answer.text);
  if (heading === null) return;
  change.database.write(
    `UPDATE conversations SET title = ?, title_source = 'automatic' WHERE key = ?`,
    heading,
    answer.key,
  );
  announceChanged(change, answer.id);
}
