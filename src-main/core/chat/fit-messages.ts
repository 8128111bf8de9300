/**
 * Fits a conversation into the context window: the system prompt and the newest turns stay, the oldest turns go, many
 * at once. A small step would move the beginning of the prompt at every turn, and everything behind it would have to
 * be read again each time.
 *
 * The choice depends on the conversation alone: it is replayed turn by turn, so that the next turn finds the same
 * beginning, and with it the KV cache.
 */
import { SarviError } from '#contract/errors';
import type { PromptMessage, RenderedPrompt } from '../engine/protocol.ts';

export interface FitTools {
  render(messages: readonly PromptMessage[]): Promise<RenderedPrompt>;
  /** Tokens of each text. */
  count(texts: readonly string[]): Promise<readonly number[]>;
}

export interface FitLimits {
  /** Size of the context window. */
  readonly contextTokens: number;
  /** Tokens that the answer may take. */
  readonly maxTokens: number;
}

export interface FittedPrompt extends RenderedPrompt {
  /** How many of the oldest messages (the system prompt not counted) the model does not see. */
  readonly droppedMessages: number;
}

/** An answer shorter than this is no answer. */
const LEAST_ANSWER_TOKENS = 32;
/** An answer that may be long does not push the conversation out: it may take this share of the window. */
const ANSWER_SHARE = 0.25;
/** How full the window is after a step. */
const KEPT_SHARE = 0.5;
/** Header and end of one message in the usual templates; only the replay uses it, the result is measured. */
const MESSAGE_OVERHEAD_TOKENS = 6;

interface Turn {
  readonly messages: readonly PromptMessage[];
  /** Tokens of its first message, and of all of them. */
  readonly questionTokens: number;
  readonly tokens: number;
}

/** Most tokens that a prompt may have, so that there is room for an answer. */
function promptLimit(contextTokens: number): number {
  return contextTokens - LEAST_ANSWER_TOKENS;
}

/** @throws SarviError `prompt-too-long` when even the last turn alone does not fit; what `tools` throws */
export async function fitMessages(
  messages: readonly PromptMessage[],
  limits: FitLimits,
  tools: FitTools,
): Promise<FittedPrompt> {
  const answerTokens = Math.min(limits.maxTokens, Math.floor(limits.contextTokens * ANSWER_SHARE));
  const budget = limits.contextTokens - Math.max(LEAST_ANSWER_TOKENS, answerTokens);
  const limit = promptLimit(limits.contextTokens);

  const whole = await tools.render(messages);
  if (whole.tokens.length <= budget) return { ...whole, droppedMessages: 0 };

  const { system, turns } = await splitTurns(messages, tools);
  let first = replay(turns, system.tokens, budget);
  for (;;) {
    const kept = turns.slice(first).flatMap((turn) => turn.messages);
    const rendered = first === 0 ? whole : await tools.render([...system.messages, ...kept]);
    const isLastTurn = first >= turns.length - 1;
    if (rendered.tokens.length <= (isLastTurn ? limit : budget)) {
      return { ...rendered, droppedMessages: messages.length - system.messages.length - kept.length };
    }
    if (isLastTurn) throw new SarviError('prompt-too-long', { tokens: rendered.tokens.length, limit });
    first += 1;
  }
}

/** A turn is a message of the user and what answers it; templates count on this alternation. */
async function splitTurns(
  messages: readonly PromptMessage[],
  tools: FitTools,
): Promise<{ system: Turn; turns: Turn[] }> {
  const counts = await tools.count(messages.map(({ content }) => content));
  const tokensOf = (index: number): number => (counts[index] ?? 0) + MESSAGE_OVERHEAD_TOKENS;
  const systemLength = messages[0]?.role === 'system' ? 1 : 0;
  const starts = messages.flatMap(({ role }, index) =>
    index === systemLength || (index > systemLength && role === 'user') ? [index] : [],
  );
  const turn = (start: number, end: number): Turn => {
    const tokens = messages.slice(start, end).reduce((sum, _, offset) => sum + tokensOf(start + offset), 0);
    return { messages: messages.slice(start, end), questionTokens: start < end ? tokensOf(start) : 0, tokens };
  };
  return {
    system: turn(0, systemLength),
    turns: starts.map((start, index) => turn(start, starts[index + 1] ?? messages.length)),
  };
}

/** Index of the first turn that is kept, after all the steps that were made since the conversation began. */
function replay(turns: readonly Turn[], systemTokens: number, budget: number): number {
  let first = 0;
  let tokens = systemTokens;
  turns.forEach((turn, index) => {
    if (tokens + turn.questionTokens > budget) {
      while (first < index && tokens + turn.questionTokens > budget * KEPT_SHARE) {
        tokens -= turns[first]?.tokens ?? 0;
        first += 1;
      }
    }
    tokens += turn.tokens;
  });
  return first;
}
