import type { Role } from '#contract/messages';
import { because } from '#contract/reasons';
import type { Repairs } from './repairs.ts';

const ROLES: Readonly<Record<string, Role>> = {
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  bot: 'assistant',
  ai: 'assistant',
  model: 'assistant',
  system: 'system',
  developer: 'system',
};
const TOOLS: ReadonlySet<string> = new Set([
  'tool',
  'function',
  'function_call',
  'function_response',
  'observation',
  'tool_call',
  'tool_response',
]);

/** The role of a message; `tool` is not part of the dialogue, and null is decided by the surrounding messages. */
export type Speaker = Role | 'tool' | null;

/** The role for a word of an unknown file. A missing or unknown one is recorded as a repair. */
export function speakerOf(word: unknown, repairs: Repairs): Speaker {
  const name = typeof word === 'string' ? word.trim().toLowerCase() : '';
  if (TOOLS.has(name)) return 'tool';
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role !== undefined) return role;
  const isMissing = word === undefined || word === null || word === '';
  repairs.note(
    isMissing ? because('message-without-role') : because('message-role', { role: JSON.stringify(word).slice(0, 60) }),
  );
  return null;
}
