import type { BranchMessage, Thumb } from '#contract/messages';
import type { MessageId } from '#contract/primitives';

/** The branch with another thumb on one of its messages; null takes it away. */
export function withThumb(
  branch: readonly BranchMessage[],
  messageId: MessageId,
  thumb: Thumb | null,
): readonly BranchMessage[] {
  return branch.map((message) => {
    if (message.id !== messageId) return message;
    const { thumb: _former, ...unrated } = message;
    return thumb === null ? unrated : { ...unrated, thumb };
  });
}
