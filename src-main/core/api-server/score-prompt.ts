import type { Prompt } from './tokens-of-prompt.ts';
import type { ScoredToken, TokenScore } from '#contract/scorings';
import type { EngineModel } from '../engine/engine-model.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import { clampLogprob, type CompletionLogprobs, type TokenLogprob } from './logprobs.ts';

/** One place of a prompt in vLLM's form: tokens by their ids. The first has none. */
export type PromptPlace = Readonly<
  Record<string, { readonly logprob: number; readonly rank: number; readonly decoded_token: string }>
> | null;

export interface ScoredPrompt {
  readonly text: string;
  readonly places: readonly PromptPlace[];
  readonly logprobs: CompletionLogprobs;
  /** The likeliest token behind the prompt. */
  readonly next: TokenLogprob;
}

/**
 * The log-probability of each token of a prompt, at temperature 1 and without filters. The first token has none.
 *
 * @throws SarviError `prompt-too-long`, `cancelled`, `scoring-crashed`, and those of a load
 */
export async function scorePrompt(
  { scorer, firstPieces }: Pick<EndpointParts, 'scorer' | 'firstPieces'>,
  model: EngineModel,
  prompt: Prompt,
  { top, signal }: { readonly top: number; readonly signal: AbortSignal },
): Promise<ScoredPrompt> {
  const { tokens } = prompt;
  const first = await firstPieces.of(model, tokens[0] ?? 0);
  // One token more, whichever it is, shows what would come behind the prompt.
  const read = Uint32Array.from([...tokens, tokens[0] ?? 0]);
  const request = { models: [model] as const, text: { kind: 'tokens', tokens: read, from: 1 } as const };
  const scored = await scorer.score(
    { ...request, mostLikely: Math.max(1, top) },
    { signal, onProgress: () => undefined },
  );
  const behind = scored.tokens.at(-1);
  const inside = scored.tokens.slice(0, -1);
  const rest = inside.map(({ text }) => text);
  // The token that was put before a text is not of the text.
  const isAdded = rest.join('') === prompt.text;
  const texts = [isAdded ? '' : first, ...rest];
  let offset = 0;
  const offsets = texts.map((text) => {
    offset += text.length;
    return offset - text.length;
  });
  return {
    text: texts.join(''),
    places: [null, ...inside.map((token) => placeOf(token, top))],
    logprobs: {
      tokens: texts,
      token_logprobs: [null, ...inside.map(logprobOf)],
      top_logprobs: [null, ...inside.map((token, place) => topOf(token, texts[place + 1] ?? '', top))],
      text_offset: offsets,
    },
    next: nextOf(behind, top),
  };
}

/** As vLLM does, the likeliest and the token itself. */
function placeOf(token: ScoredToken, top: number): PromptPlace {
  const listed = token.likeliest.slice(0, top).map(({ id, logprob, text }, index) => {
    const rank = id === token.id ? token.rank : index + 1;
    return [id, { logprob: clampLogprob(logprob), rank, decoded_token: text }] as const;
  });
  const own = { logprob: logprobOf(token), rank: token.rank, decoded_token: token.text };
  return Object.fromEntries([[token.id, own], ...listed]);
}

/** The likeliest token has the same number here and among the likeliest, so that it is seen to be that one. */
function logprobOf({ logprob, rank, likeliest }: TokenScore): number {
  return clampLogprob(rank === 1 ? (likeliest[0]?.logprob ?? logprob) : logprob);
}

function topOf(score: TokenScore, own: string, top: number): Record<string, number> {
  const told: Record<string, number> = {};
  for (const { text, logprob } of score.likeliest.slice(0, top))
    told[text] = Math.max(told[text] ?? -Infinity, clampLogprob(logprob));
  // As OpenAI does, the token itself is among them.
  told[own] = Math.max(told[own] ?? -Infinity, logprobOf(score));
  return told;
}

function nextOf(score: TokenScore | undefined, top: number): TokenLogprob {
  const likeliest = (score?.likeliest ?? []).map(({ text, logprob }) => ({
    token: text,
    logprob: clampLogprob(logprob),
    bytes: text.includes('\u{fffd}') ? null : [...Buffer.from(text, 'utf8')],
  }));
  const first = likeliest[0] ?? { token: '', logprob: 0, bytes: [] };
  return { ...first, top_logprobs: likeliest.slice(0, top) };
}
