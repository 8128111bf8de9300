import type { TransferFormat } from '#contract/transfers';
import { formatOf } from './read-conversation.ts';

export interface Recognised {
  /** Null for what no format has anything like. */
  readonly format: TransferFormat | null;
  readonly isJson: boolean;
}

/** What one conversation's JSON is. */
export function recogniseConversation(_database: unknown, { bytes }: { bytes: Uint8Array }): Recognised {
  try {
    return { format: formatOf(JSON.parse(new TextDecoder().decode(bytes.slice()))), isJson: true };
  } catch {
    return { format: null, isJson: false };
  }
}
