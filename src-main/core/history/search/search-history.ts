import type { SearchHit, SearchGroup } from '#contract/search-calls';
import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import type { Candidate } from './candidate.ts';
import { type Conditions, conditionsOf, forgiving, widened } from './conditions.ts';
import { filterConditions } from './filter-conditions.ts';
import { findCandidates } from './find-candidates.ts';
import { findInFiles } from './find-in-files.ts';
import { findMatches, type Match } from './find-matches.ts';
import type { ThrowIfCancelled } from './throw-if-cancelled.ts';
import { parseQuery } from './parse-query.ts';
import { scoreMatches } from './score-matches.ts';
import { snippetOf } from './snippet.ts';

/** A candidate with its score; its snippet is made when it is shown. */
interface RankedCandidate {
  readonly candidate: Candidate;
  readonly matches: readonly Match[];
  readonly score: number;
}

/** A title says what a conversation is about, so it comes before a message that matches as well. */
const TITLE_BONUS = 0.5;
/** How many texts are ranked before the search checks whether it was cancelled. */
const RANKED_AT_ONCE = 50;
/** Only the beginning of a long text is used for ranking. */
const RANKED_CHARACTERS = 200_000;

/**
 * Hits in titles and messages, the best first; nothing from the trash. When no text has the typed words, corrections of
 * misspellings are tried. `throwIfCancelled` may throw at each of its calls to end the search.
 */
export function searchHistory(
  database: ReadableDB,
  input: RequestInput<'search'>,
  throwIfCancelled: ThrowIfCancelled = () => {},
): RequestOutput<'search'> {
  const query = parseQuery(input.query);
  if (query.required.length === 0) return { hits: [], groups: [], total: 0, complete: true };
  const conditions = conditionsOf(database, query, throwIfCancelled);
  const widen = (narrow: Conditions): Conditions => widened(database, narrow, throwIfCancelled);
  const result = resultOf(database, conditions, input, { widen, throwIfCancelled });
  if (result.hits.length > 0 || result.files !== undefined) return result;
  const forgiven = forgiving(database, conditions);
  throwIfCancelled();
  if (forgiven === null) return result;
  // The corrected words were already widened.
  return resultOf(database, forgiven, input, { widen: (narrow) => narrow, throwIfCancelled });
}

function resultOf(
  database: ReadableDB,
  conditions: Conditions,
  { limit, filters }: RequestInput<'search'>,
  { widen, throwIfCancelled }: { widen: (conditions: Conditions) => Conditions; throwIfCancelled: ThrowIfCancelled },
): RequestOutput<'search'> {
  const filtered = { filters: filterConditions(filters ?? {}), limit, widen, throwIfCancelled };
  const candidates = findCandidates(database, conditions, filtered);
  const finds = candidates.found.map((candidate, index) => {
    if (index % RANKED_AT_ONCE === 0) throwIfCancelled();
    return findOf(candidate, candidates.conditions);
  });
  finds.sort((a, b) => b.score - a.score || b.candidate.created_at - a.candidate.created_at);
  const shown = new Map<RankedCandidate, SearchHit>();
  const show = (find: RankedCandidate): SearchHit => {
    const hit = shown.get(find) ?? hitOf(find);
    shown.set(find, hit);
    return hit;
  };
  const files = findInFiles(database, candidates.conditions, filters ?? {}, throwIfCancelled);
  return {
    hits: finds.slice(0, limit).map(show),
    groups: groupsOf(finds, limit, show),
    ...(files.length === 0 ? {} : { files }),
    total: finds.length,
    complete: candidates.complete,
  };
}

function findOf(candidate: Candidate, conditions: Conditions): RankedCandidate {
  const near = findMatches(candidate.text.slice(0, RANKED_CHARACTERS), conditions);
  const isAll = near.length > 0 || candidate.text.length <= RANKED_CHARACTERS;
  const matches = isAll ? near : findMatches(candidate.text, conditions);
  const score = scoreMatches(matches, conditions.required.length, candidate.text.length);
  return { candidate, matches, score: candidate.message_id === null ? score + TITLE_BONUS : score };
}

function hitOf({ candidate, matches, score }: RankedCandidate): SearchHit {
  return {
    conversationId: candidate.conversation_id,
    conversationTitle: candidate.conversation_title,
    ...comparisonOf(candidate),
    messageId: candidate.message_id,
    role: candidate.role,
    snippet: snippetOf(candidate.text, matches),
    score,
    createdAt: candidate.created_at,
  };
}

/** `finds`, which are sorted by score, grouped by conversation. */
function groupsOf(
  finds: readonly RankedCandidate[],
  limit: number,
  show: (find: RankedCandidate) => SearchHit,
): SearchGroup[] {
  const groups = new Map<string, { best: RankedCandidate; count: number }>();
  for (const find of finds) {
    const id = find.candidate.comparison_id ?? find.candidate.conversation_id;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { best: find, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].slice(0, limit).map(({ best, count }) => ({
    conversationId: best.candidate.conversation_id,
    conversationTitle: best.candidate.conversation_title,
    ...comparisonOf(best.candidate),
    best: show(best),
    furtherHits: count - 1,
  }));
}

function comparisonOf({ comparison_id: id }: Candidate): { comparisonId?: string } {
  return id === null ? {} : { comparisonId: id };
}
