import type { Role } from '#contract/messages';

/** A text that meets the query and the filters. */
export interface Candidate {
  key: number;
  conversation_id: string;
  conversation_title: string;
  message_id: string | null;
  role: Role | null;
  /** What was indexed: the message, or the title itself. */
  text: string;
  created_at: number;
}
