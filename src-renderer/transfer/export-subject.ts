import type { CallInput } from '#contract/contract';
import type { ExportSubject } from '../state/transfers.svelte.ts';

type Chosen = Pick<CallInput<'history.beginDownload'>, 'conversationIds' | 'messageIds'>;

/** What a call of an export names. */
export function chosenBy({ conversations, messageId }: ExportSubject): Chosen {
  return {
    ...(conversations ? { conversationIds: conversations.map(({ id }) => id) } : {}),
    ...(messageId === undefined ? {} : { messageIds: [messageId] }),
  };
}
