import type { TransferFormat } from '#contract/transfer-vocabulary';
import { formatOf } from './read-conversation.ts';

/** The format of one conversation's JSON; null for anything else. */
export function recogniseConversation(_database: unknown, { bytes }: { bytes: Uint8Array }): TransferFormat | null {
  try {
    return formatOf(JSON.parse(new TextDecoder().decode(bytes.slice())));
  } catch {
    return null;
  }
}
