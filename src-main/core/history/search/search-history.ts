import type { Role, SearchHit } from '#contract/vocabulary';
import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { type Conditions, conditionsOf, forgiving } from './conditions.ts';
import { findMatches } from './find-matches.ts';
import { matchExpression } from './match-expression.ts';
import { parseQuery } from './parse-query.ts';
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

/**
 * Hits in titles and messages, the best first; nothing from the trash. When no text has what was typed, the words are
 * taken for misspelt.
 */
export function searchHistory(database: ReadableDB, input: RequestInput<'search'>): RequestOutput<'search'> {
  const query = parseQuery(input.query);
  if (query.required.length === 0) return { hits: [] };
  const conditions = conditionsOf(database, query);
  const hits = hitsOf(database, conditions, input.limit);
  if (hits.length > 0) return { hits };
  const forgiven = forgiving(database, conditions);
  return { hits: forgiven === null ? [] : hitsOf(database, forgiven, input.limit) };
}

function hitsOf(database: ReadableDB, conditions: Conditions, limit: number): SearchHit[] {
  return [...candidates(database, TITLES, conditions, limit), ...candidates(database, MESSAGES, conditions, limit)]
    .map((candidate) => hitOf(candidate, conditions))
    .sort((a, b) => b.score - a.score || b.createdAt - a.createdAt)
    .slice(0, limit);
}

/** The newest texts that match: first those with the typed words, and only if they are few, those with others. */
function candidates(database: ReadableDB, sql: string, conditions: Conditions, limit: number): Candidate[] {
  const wanted = Math.max(limit, RANKED_CANDIDATES);
  const exact = database.rows<Candidate>(sql, matchExpression(conditions, 'exact'), wanted);
  if (exact.length >= wanted) return exact;
  const found = new Map(exact.map((candidate) => [candidate.key, candidate]));
  for (const candidate of database.rows<Candidate>(sql, matchExpression(conditions, 'wide'), wanted)) {
    if (found.size < wanted) found.set(candidate.key, found.get(candidate.key) ?? candidate);
  }
  return [...found.values()];
}

function hitOf(candidate: Candidate, conditions: Conditions): SearchHit {
  const matches = findMatches(candidate.text, conditions);
  const score = scoreMatches(matches, conditions.required.length, candidate.text.length);
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
