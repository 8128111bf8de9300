import type { AdapterChoice } from '#contract/adapters';
import type { Aside } from '#contract/asides';
import type { ErrorReport } from '#contract/errors';
import { SarviError } from '#contract/errors';
import type { Reason } from '#contract/reasons';
import type { TransferFormat } from '#contract/transfers';
import type { GenerationRecord, StopReason } from '#contract/generation-record';
import type { Role, Thumb } from '#contract/messages';
import type { Sampling } from '#contract/sampling';
import type { Repairs } from './repairs.ts';

/** A piece of a message, in the order of the file. All kinds but `text` are asides. */
export type ImportedPart = { readonly kind: 'text'; readonly text: string } | Aside;

/** A message as its file has it. */
export interface ImportedMessage {
  /** Unique within its file. */
  readonly id: string;
  readonly parentId: string | null;
  readonly role: Role;
  /** The parts that are text. */
  readonly text: string;
  /** The thinking and tool calls before an answer. */
  readonly asides?: readonly Aside[] | undefined;
  readonly thumb?: Thumb | undefined;
  readonly bookmarkedAt?: number | undefined;
  /** Null when the file has no valid date. */
  readonly createdAt: number | null;
  readonly stopReason?: StopReason | null;
  readonly error?: ErrorReport | null;
  readonly generation?: GenerationRecord | null;
}

export interface ImportedTag {
  readonly name: string;
  /** Index in the palette; null leaves the choice to Sarvi. */
  readonly colour: number | null;
}

/** A conversation of any format; every parent comes before its children. */
export interface ImportedConversation {
  readonly format: TransferFormat;
  /** Its id in the app that it comes from. */
  readonly sourceId: string | null;
  /** Empty when it has none. */
  readonly title: string;
  readonly titleSource?: 'none' | 'automatic' | 'user';
  readonly systemPrompt: string;
  readonly modelId?: string | null;
  readonly modelName?: string | null;
  readonly sampling?: Sampling;
  readonly adapters?: readonly AdapterChoice[];
  readonly pinned: boolean;
  readonly archived: boolean;
  /** The name of its folder. */
  readonly folder: string | null;
  readonly tags: readonly ImportedTag[];
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly messages: readonly ImportedMessage[];
  /** The last message of the open branch. */
  readonly activeMessageId: string | null;
  /** What was repaired in order to import it. */
  readonly repairs: Repairs;
}

/** The result of a format's reader; `readConversation` adds the repairs. */
export type ReadConversation = Omit<ImportedConversation, 'repairs'>;

/** An error with the reason why a conversation is not imported. */
export function refused(reason: Reason): SarviError {
  return new SarviError('conversation-refused', { reason });
}
