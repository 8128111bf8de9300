import type { Role } from '#contract/vocabulary';
import { refused } from './imported-conversation.ts';

const ROLES: Readonly<Record<string, Role>> = {
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  system: 'system',
};
/** What tools were asked and answered: Sarvi has no place for it, and apps show it folded away at most. */
const TOOLS: ReadonlySet<string> = new Set([
  'tool',
  'function',
  'function_call',
  'function_response',
  'observation',
  'tool_call',
  'tool_response',
]);

/**
 * The role that a stranger's word means; null for the talk of tools, which is left out.
 *
 * @throws SarviError `conversation-refused` for a word that is not known
 */
export function roleOf(word: unknown): Role | null {
  const name = typeof word === 'string' ? word.trim().toLowerCase() : '';
  if (TOOLS.has(name)) return null;
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role === undefined) throw refused(`a message has the role ${JSON.stringify(word ?? null).slice(0, 60)}`);
  return role;
}
