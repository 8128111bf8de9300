import type { ReadableDB } from '../database.ts';
import type { Candidate } from './candidate.ts';
import type { Conditions } from './conditions.ts';
import type { FilterConditions } from './filter-conditions.ts';
import { findMatches } from './find-matches.ts';
import { readMessages, readTitles } from './read-candidates.ts';

/**
 * Reads the texts with these keys one by one, and answers those that match query and filters. Reading the index past
 * every other match of a common word would take longer than reading some hundreds of texts.
 */
export function scanFew(
  database: ReadableDB,
  { messages, conversations }: { messages: readonly number[]; conversations: readonly number[] },
  conditions: Conditions,
  filters: FilterConditions,
): Candidate[] {
  const texts = [
    ...readMessages(database, filters, messages, messages.length),
    ...(filters.titles ? readTitles(database, filters, conversations, conversations.length) : []),
  ];
  return texts.filter(({ text }) => meets(text, conditions));
}

function meets(text: string, { required, excluded }: Conditions): boolean {
  const met = new Set(findMatches(text, { required }).map(({ condition }) => condition));
  return met.size === required.length && findMatches(text, { required: excluded }).length === 0;
}
