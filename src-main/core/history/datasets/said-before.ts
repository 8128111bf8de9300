import type { Said } from '#contract/datasets';
import { branchTo } from '../branches.ts';
import type { ReadableDB } from '../database.ts';

/** The conversation up to an answer, without it: system prompt and turns. Messages without text are left out. */
export function saidBefore(database: ReadableDB, messageId: string, systemPrompt: string): Said[] {
  const turns = branchTo(database, { messageId }).slice(0, -1);
  return [
    ...(systemPrompt.trim() === '' ? [] : [{ role: 'system' as const, content: systemPrompt }]),
    ...turns.filter(({ text }) => text !== '').map(({ role, text }) => ({ role, content: text })),
  ];
}
