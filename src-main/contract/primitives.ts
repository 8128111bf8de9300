/** Ids, counts, times and paths: the smallest schemas, which the others use. */
import * as v from 'valibot';

const Id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,95}$/));
export const ModelId = Id;
export const JobId = Id;
export const ConversationId = Id;
export const MessageId = Id;
export const GenerationId = Id;
export const FolderId = Id;
export const FolderFileId = Id;
export const TagId = Id;
export const RemovalId = Id;
export const PresetId = Id;
export const ComparisonId = Id;
export const ColumnId = Id;
export const RowId = Id;
export const PairId = Id;
export const EvaluationId = Id;
export type FolderId = string;
export type TagId = string;
export type PresetId = string;
export type ComparisonId = string;
export type ColumnId = string;
export type RowId = string;
export type PairId = string;
export type EvaluationId = string;
export type ModelId = string;
export type JobId = string;
export type ConversationId = string;
export type MessageId = string;
export type GenerationId = string;

/** Milliseconds since 1970, UTC. */
export const TimestampMs = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A share of the whole, 0 to 1. */
export const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const FilePath = v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096));

/** An absolute path on any system: `/home/x`, `C:\x`, `\\server\x`. */
export const ABSOLUTE_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;
