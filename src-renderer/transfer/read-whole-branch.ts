import type { Bridge, Result } from '#contract/contract';
import type { BranchMessage } from '#contract/messages';
import type { ConversationId } from '#contract/primitives';

const PAGE_LENGTH = 1000;

/** Every message of a conversation's open branch, oldest first. */
export async function readWholeBranch(
  bridge: Bridge,
  conversationId: ConversationId,
): Promise<Result<readonly BranchMessage[]>> {
  const opened = await bridge.call('conversations.open', { conversationId, limit: PAGE_LENGTH });
  if (!opened.ok) return opened;
  const { leafId } = opened.value;
  let { branch, earlierCount } = opened.value;
  for (let first = branch[0]; leafId !== null && first !== undefined && earlierCount > 0; first = branch[0]) {
    const page = await bridge.call('conversations.page', {
      conversationId,
      leafId,
      from: { side: 'before', messageId: first.id },
      limit: PAGE_LENGTH,
    });
    if (!page.ok) return page;
    if (page.value.messages.length === 0) break;
    branch = [...page.value.messages, ...branch];
    earlierCount -= page.value.messages.length;
  }
  return { ok: true, value: branch };
}
