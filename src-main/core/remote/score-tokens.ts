/**
 * How likely given tokens are for a model elsewhere: vLLM's `prompt_logprobs`, which another Sarvi has too. The prompt
 * is sent as token ids, and the server writes one token more, since none writes nothing.
 */
import { because } from '#contract/reasons';
import { SarviError } from '#contract/errors';
import { fieldsOf, listOf } from './json-fields.ts';
import { askJson } from './remote-connection.ts';
import { unexpected } from './remote-failure.ts';
import type { RemoteTarget } from './remote-target.ts';

export interface LikelyId {
  readonly id: number;
  readonly logprob: number;
}

/** What a server says of one token. Natural logarithms, at temperature 1 and without filters. */
export interface PlaceScore {
  readonly logprob: number;
  readonly rank: number;
  /** Most likely first. */
  readonly likeliest: readonly LikelyId[];
}

export interface ScoredPlaces {
  /** The first token to score; at least 1. */
  readonly from: number;
  /** How many of the likeliest tokens are wanted for each place; fewer come of a long text. */
  readonly mostLikely: number;
}

/** A large model reads a long text for minutes. */
const SILENCE_MS = 20 * 60_000;
/** One token of a list with its number, rank and text takes about half of this. */
const ENTRY_BYTES = 192;
/** JSON of this size is read within a quarter of a second. */
const MOST_BYTES = 24 * 1024 * 1024;
const SPARE_BYTES = 1024 * 1024;
/** The most that vLLM tells unless its owner allows more. */
const MOST_LISTED = 20;
/** Probabilities are rounded on the way. */
const TOLERANCE = 1e-2;

/**
 * The scores of the tokens from `from` on.
 *
 * @throws SarviError `prompt-too-long`; `remote-unexpected` for probabilities that are missing or cannot be; those of
 *   `askJson`
 */
export async function scoreTokens(
  { connection, host, model, contextTokens }: Pick<RemoteTarget, 'connection' | 'host' | 'model' | 'contextTokens'>,
  tokens: Uint32Array,
  { from, mostLikely }: ScoredPlaces,
  signal: AbortSignal,
): Promise<PlaceScore[]> {
  // One token is written behind them.
  const needed = tokens.length + 1;
  if (contextTokens !== null && needed > contextTokens) {
    throw new SarviError('prompt-too-long', { tokens: needed, limit: contextTokens });
  }
  const room = Math.floor(MOST_BYTES / (ENTRY_BYTES * tokens.length)) - 1;
  const listed = Math.max(0, Math.min(mostLikely, MOST_LISTED, room));
  const answer = await askJson(connection, {
    path: '/v1/completions',
    body: { model, prompt: [...tokens], max_tokens: 1, temperature: 0, stream: false, prompt_logprobs: listed },
    signal,
    silenceMs: SILENCE_MS,
    // No more than was asked for: a list of nothing takes twenty times its length in memory.
    mostBytes: Math.min(MOST_BYTES, tokens.length * (listed + 1) * ENTRY_BYTES) + SPARE_BYTES,
  });
  const choice = fieldsOf(listOf(fieldsOf(answer)['choices'])[0]);
  const places = choice['prompt_logprobs'];
  if (!Array.isArray(places)) throw unexpected(host, because('answers-no-scores'));
  if (places.length !== tokens.length) {
    const [found, expected] = [places.length, tokens.length];
    throw unexpected(host, because('answers-other-scores', { found, expected }));
  }
  return Array.from(tokens.subarray(from), (token, index) => {
    const score = readPlace(places[from + index], token, listed);
    if (score === null) throw unexpected(host, because('answers-wrong-scores', { place: from + index }));
    return score;
  });
}

/** Null for what no model can have said. */
function readPlace(place: unknown, token: number, listed: number): PlaceScore | null {
  let own: { readonly logprob: number; readonly rank: number } | null = null;
  let sum = 0;
  const all: LikelyId[] = [];
  for (const [key, value] of Object.entries(fieldsOf(place))) {
    const id = idOf(key);
    const { logprob, rank } = fieldsOf(value);
    if (id === null || typeof logprob !== 'number' || !Number.isFinite(logprob) || logprob > TOLERANCE) return null;
    const told = Math.min(0, logprob);
    sum += Math.exp(told);
    all.push({ id, logprob: told });
    if (id === token && isRank(rank)) own = { logprob: told, rank };
  }
  if (own === null || sum > 1 + TOLERANCE) return null;
  const likeliest = all.sort((a, b) => b.logprob - a.logprob || a.id - b.id).slice(0, listed);
  return { ...own, likeliest };
}

function idOf(key: string): number | null {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) <= 0xffff_ffff ? Number(key) : null;
}

function isRank(rank: unknown): rank is number {
  return Number.isSafeInteger(rank) && Number(rank) >= 1 && Number(rank) <= 0xffff_ffff;
}
