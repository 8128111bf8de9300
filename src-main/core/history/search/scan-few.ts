import type { ReadableDB } from '../database.ts';
import type { Candidate } from './candidate.ts';
import type { Conditions } from './conditions.ts';
import type { FilterConditions } from './filter-conditions.ts';
import { findMatches } from './find-matches.ts';
import { readMessages, readTitles } from './read-candidates.ts';

/**
 * The texts with these keys that meet the query and the filters, read one by one. The index would have to be walked
 * past every text that matches and is none of them, which for a common word takes longer than reading some hundreds.
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
  const met = new Set(findMatches(text, { required, excluded: [] }).map(({ condition }) => condition));
  return met.size === required.length && findMatches(text, { required: excluded, excluded: [] }).length === 0;
}
