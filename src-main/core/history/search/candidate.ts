import type { Role } from '#contract/messages';

/** A text that meets the query and the filters. */
export interface Candidate {
  key: number;
  conversation_id: string;
  conversation_title: string;
  /** When the conversation is a cell of one. */
  comparison_id: string | null;
  message_id: string | null;
  role: Role | null;
  /** What was indexed: the message, or the title itself. */
  text: string;
  created_at: number;
}
