import type { Role, SearchHit } from '#contract/vocabulary';
import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { findMatches } from './find-matches.ts';
import { BREADTHS, type Breadth, matchExpression } from './match-expression.ts';
import { parseQuery, type SearchQuery } from './parse-query.ts';
import { scoreMatches } from './score-matches.ts';
import { snippetOf } from './snippet.ts';

interface Candidate {
  key: number;
  conversation_id: string;
  conversation_title: string;
  message_id: string | null;
  role: Role | null;
  /** What was indexed: the message, or the title itself. */
  text: string;
  created_at: number;
}

/**
 * Newest first, straight from the index and without sorting, so that a common word costs no more than a rare one: the
 * walk ends when it has enough. `key` is the order of writing.
 */
const MESSAGES = `
  SELECT m.key, c.id AS conversation_id, c.title AS conversation_title, m.id AS message_id, m.role, m.text, m.created_at
  FROM message_search s
  CROSS JOIN messages m ON m.key = s.rowid
  CROSS JOIN conversations c ON c.key = m.conversation_key
  WHERE message_search MATCH ? AND c.deleted_at IS NULL
  ORDER BY s.rowid DESC LIMIT ?`;

const TITLES = `
  SELECT c.key, c.id AS conversation_id, c.title AS conversation_title, NULL AS message_id, NULL AS role,
    c.title AS text, c.created_at
  FROM title_search s
  CROSS JOIN conversations c ON c.key = s.rowid
  WHERE title_search MATCH ? AND c.deleted_at IS NULL
  ORDER BY s.rowid DESC LIMIT ?`;

/** How many of the newest finds are read and ranked; the best of them are shown. */
const RANKED_CANDIDATES = 300;
/** A title says what a conversation is about: it goes before a message that matches as well. */
const TITLE_BONUS = 0.5;

/** Hits in titles and messages, the best first; nothing from the trash. */
export function searchHistory(database: ReadableDB, input: RequestInput<'search'>): RequestOutput<'search'> {
  const query = parseQuery(input.query);
  if (query.required.length === 0) return { hits: [] };
  const titles = candidates(database, TITLES, query, input.limit);
  const messages = candidates(database, MESSAGES, query, input.limit);
  const hits = [...titles, ...messages]
    .map((candidate) => hitOf(candidate, query))
    .sort((a, b) => b.score - a.score || b.createdAt - a.createdAt)
    .slice(0, input.limit);
  return { hits };
}

/** The newest texts that match, at the least breadth that gives enough of them. */
function candidates(database: ReadableDB, sql: string, query: SearchQuery, limit: number): Candidate[] {
  const wanted = Math.max(limit, RANKED_CANDIDATES);
  const found = new Map<number, Candidate>();
  let asked: string | undefined;
  for (const breadth of BREADTHS satisfies readonly Breadth[]) {
    const expression = matchExpression(query, breadth);
    if (expression === asked) continue;
    asked = expression;
    for (const row of database.rows<Candidate>(sql, expression, wanted)) {
      if (found.size < wanted && !found.has(row.key)) found.set(row.key, row);
    }
    if (found.size >= limit) break;
  }
  return [...found.values()];
}

function hitOf(candidate: Candidate, query: SearchQuery): SearchHit {
  const matches = findMatches(candidate.text, query);
  const score = scoreMatches(matches, query.required.length, candidate.text.length);
  return {
    conversationId: candidate.conversation_id,
    conversationTitle: candidate.conversation_title,
    messageId: candidate.message_id,
    role: candidate.role,
    snippet: snippetOf(candidate.text, matches),
    score: candidate.message_id === null ? score + TITLE_BONUS : score,
    createdAt: candidate.created_at,
  };
}
