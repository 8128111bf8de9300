import { branchOf, leavesOf } from './branch-of.ts';
import type { SarviConversation } from './sarvi-conversation.ts';

/**
 * `{"messages": [{"role", "content"}]}` on a line of its own for the open branch, or for every leaf: what fine-tuning
 * tools read. Messages without a text are left out, and so are branches that nobody answered.
 */
export function renderLines(conversation: SarviConversation, allLeaves: boolean): string {
  const leaves = allLeaves ? leavesOf(conversation) : [conversation.activeMessageId];
  const system = conversation.systemPrompt === '' ? [] : [{ role: 'system', content: conversation.systemPrompt }];
  return leaves
    .map((leaf) => branchOf(conversation, leaf).filter(({ text }) => text !== ''))
    .filter((branch) => branch.some(({ role }) => role === 'assistant'))
    .map((branch) => {
      const messages = [...system, ...branch.map(({ role, text }) => ({ role, content: text }))];
      return `${JSON.stringify({ messages })}\n`;
    })
    .join('');
}
