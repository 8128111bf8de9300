import type { AdapterChoice } from '#contract/adapters';
import type { Aside } from '#contract/asides';
import type { ErrorReport } from '#contract/errors';
import { SarviError } from '#contract/errors';
import type { Reason } from '#contract/reasons';
import type { TransferFormat } from '#contract/transfers';
import type { GenerationRecord, StopReason } from '#contract/generation-record';
import type { Role } from '#contract/messages';
import type { Sampling } from '#contract/sampling';
import type { Repairs } from './repairs.ts';

/** A piece of a message, in the order of the file. All but `text` stands beside the talk. */
export type ImportedPart = { readonly kind: 'text'; readonly text: string } | Aside;

/** A message as a file has it. */
export interface ImportedMessage {
  /** Within its file. */
  readonly id: string;
  readonly parentId: string | null;
  readonly role: Role;
  /** What was said: the parts that are text. */
  readonly text: string;
  /** The thinking and tool talk that led to an answer. */
  readonly asides?: readonly Aside[] | undefined;
  /** Null where the file gives no date that can be one. */
  readonly createdAt: number | null;
  readonly stopReason?: StopReason | null;
  readonly error?: ErrorReport | null;
  readonly generation?: GenerationRecord | null;
}

export interface ImportedTag {
  readonly name: string;
  /** Of the palette; null leaves the choice to Sarvi. */
  readonly colour: number | null;
}

/** A conversation as a file has it, whatever the format: every parent stands before its children. */
export interface ImportedConversation {
  readonly format: TransferFormat;
  /** In the app that it comes from. */
  readonly sourceId: string | null;
  /** Empty where it has none. */
  readonly title: string;
  readonly titleSource?: 'none' | 'automatic' | 'user';
  readonly systemPrompt: string;
  readonly modelId?: string | null;
  readonly modelName?: string | null;
  readonly sampling?: Sampling;
  readonly adapters?: readonly AdapterChoice[];
  readonly pinned: boolean;
  readonly archived: boolean;
  /** By name. */
  readonly folder: string | null;
  readonly tags: readonly ImportedTag[];
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly messages: readonly ImportedMessage[];
  /** The message that the open branch ends with. */
  readonly activeMessageId: string | null;
  /** What was mended to take it in. */
  readonly repairs: Repairs;
}

/** What a reader makes of a file; what was mended is added by `readConversation`. */
export type ReadConversation = Omit<ImportedConversation, 'repairs'>;

/** Why a conversation is not taken in. */
export function refused(reason: Reason): SarviError {
  return new SarviError('conversation-refused', { reason });
}
