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

/** Who says a message; `tool` is beside the talk, and null is left to what stands around the message. */
export type Speaker = Role | 'tool' | null;

/** What a stranger's word for a role means. One that is missing or not known is noted. */
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
