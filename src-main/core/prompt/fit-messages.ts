/**
 * Fits a conversation into the context window: the system prompt and the newest turns stay, the oldest turns go, many
 * at once. A small step would move the beginning of the prompt at every turn, and everything behind it would have to
 * be read again each time.
 *
 * The choice depends on the conversation alone: it is replayed turn by turn, so that the next turn finds the same
 * beginning, and with it the KV cache.
 */
import { SarviError } from '#contract/errors';
import { cutExchange } from './cut-exchange.ts';
import type { PromptMessage, RenderedPrompt } from './prompt.ts';

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
  /** Messages of which it sees the end only, by their place in what was given. */
  readonly cutMessages: readonly number[];
}

/** An answer shorter than this is no answer. */
export const LEAST_ANSWER_TOKENS = 32;
/** An answer that may be long does not push the conversation out: it may take this share of the window. */
const ANSWER_SHARE = 0.25;
/** How full the window is after a step. */
const KEPT_SHARE = 0.5;
/** Header and end of one message in the usual templates; only the replay uses it, the result is measured. */
const MESSAGE_OVERHEAD_TOKENS = 6;
/** The overhead of messages is a guess, which the first cut corrects. */
const MOST_CUTS = 3;

interface Turn {
  /** Place of its first message in the conversation. */
  readonly start: number;
  readonly messages: readonly PromptMessage[];
  /** Of each message. */
  readonly counts: readonly number[];
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
  if (whole.tokens.length <= budget) return { ...whole, droppedMessages: 0, cutMessages: [] };

  const { system, turns } = await splitTurns(messages, tools);
  const dropped = (turn: Turn | undefined): number => (turn?.start ?? 0) - system.messages.length;
  const last = turns.length - 1;
  for (let first = replay(turns, system.tokens, budget); first < last; first += 1) {
    const kept = turns.slice(first);
    const rendered =
      first === 0 ? whole : await tools.render([...system.messages, ...kept.flatMap((turn) => turn.messages)]);
    if (rendered.tokens.length <= budget) return { ...rendered, droppedMessages: dropped(kept[0]), cutMessages: [] };
  }
  const question = turns[last];
  const alone = last === 0 ? whole : await tools.render([...system.messages, ...(question?.messages ?? [])]);
  if (alone.tokens.length > limit) throw new SarviError('prompt-too-long', { tokens: alone.tokens.length, limit });
  const exchange = turns[last - 1];
  // A question that never fitted was never answered.
  if (exchange && question && exchange.questionTokens <= limit) {
    const cut = await fitExchange({ system, exchange, question }, budget, alone.tokens.length, tools);
    if (cut) return { ...cut, droppedMessages: dropped(exchange) };
  }
  return { ...alone, droppedMessages: dropped(question), cutMessages: [] };
}

/** The last exchange before the question, cut to the room that is left; null when there is none worth having. */
async function fitExchange(
  { system, exchange, question }: { system: Turn; exchange: Turn; question: Turn },
  budget: number,
  aloneTokens: number,
  tools: FitTools,
): Promise<Omit<FittedPrompt, 'droppedMessages'> | null> {
  const overheads = exchange.messages.length * MESSAGE_OVERHEAD_TOKENS;
  let room = budget - aloneTokens - overheads;
  for (let attempt = 0; attempt < MOST_CUTS; attempt += 1) {
    const cut = await cutExchange(exchange.messages, exchange.counts, room, (texts) => tools.count(texts));
    if (!cut) return null;
    const rendered = await tools.render([...system.messages, ...cut, ...question.messages]);
    const excess = rendered.tokens.length - budget;
    if (excess <= 0) {
      const cutMessages = cut.flatMap((message, index) =>
        message === exchange.messages[index] ? [] : [exchange.start + index],
      );
      return { ...rendered, cutMessages };
    }
    room -= excess;
  }
  return null;
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
    return {
      start,
      messages: messages.slice(start, end),
      counts: counts.slice(start, end),
      questionTokens: start < end ? tokensOf(start) : 0,
      tokens,
    };
  };
  return {
    system: turn(0, systemLength),
    turns: starts.map((start, index) => turn(start, starts[index + 1] ?? messages.length)),
  };
}

/**
 * Index of the first turn that is kept, after all the steps that were made since the conversation began. A step never
 * takes the exchange before the question: what does not fit of it was cut, and went with the next step.
 */
function replay(turns: readonly Turn[], systemTokens: number, budget: number): number {
  let first = 0;
  let tokens = systemTokens;
  const kept: number[] = [];
  turns.forEach((turn, index) => {
    if (tokens + turn.questionTokens > budget) {
      while (first < index - 1 && tokens + turn.questionTokens > budget * KEPT_SHARE) {
        tokens -= kept[first] ?? 0;
        first += 1;
      }
      const last = kept[index - 1] ?? 0;
      const cut = Math.min(last, Math.max(0, tokens + turn.questionTokens - budget));
      if (index > 0) kept[index - 1] = last - cut;
      tokens -= cut;
    }
    kept.push(turn.tokens);
    tokens += turn.tokens;
  });
  return first;
}
