/**
 * Fits a conversation into the context window. The system prompt and the newest turns stay; many of the oldest turns
 * are left out at once. Leaving them out one by one would move the beginning of the prompt at every turn, so that
 * everything after it would have to be read again each time.
 *
 * The result depends only on the conversation: it is replayed turn by turn, so that the next turn finds the same
 * beginning and the same KV cache.
 */
import { SarviError } from '#contract/errors';
import { cutExchange } from './cut-exchange.ts';
import type { PromptMessage, RenderedPrompt } from './prompt.ts';

export interface FitTools {
  render(messages: readonly PromptMessage[]): Promise<RenderedPrompt>;
  /** Counts the tokens of each text. */
  count(texts: readonly string[]): Promise<readonly number[]>;
}

export interface FitLimits {
  /** The size of the context window, in tokens. */
  readonly contextTokens: number;
  /** The most tokens that the answer may have. */
  readonly maxTokens: number;
}

export interface FittedPrompt extends RenderedPrompt {
  /** How many of the oldest messages the model does not see, without the system prompt. */
  readonly droppedMessages: number;
  /** Messages of which the model sees only the end, by their place in the input. */
  readonly cutMessages: readonly number[];
}

/** The least room for an answer. */
export const LEAST_ANSWER_TOKENS = 32;
/** However long the answer may be, only this share of the window is kept free for it. */
const ANSWER_SHARE = 0.25;
/** How full the window is after a step. */
const KEPT_SHARE = 0.5;
/**
 * Tokens for the header and the end of one message in usual templates. Only the replay uses this guess; the result is
 * counted.
 */
const MESSAGE_OVERHEAD_TOKENS = 6;
/** The overhead is a guess; the first cut corrects it. */
const MOST_CUTS = 3;

interface Turn {
  /** Place of the turn's first message in the conversation. */
  readonly start: number;
  readonly messages: readonly PromptMessage[];
  /** Tokens of each message. */
  readonly counts: readonly number[];
  /** Tokens of the first message, and of all messages. */
  readonly questionTokens: number;
  readonly tokens: number;
}

/** The most tokens that a prompt may have, so that room for an answer is left. */
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
  if (alone.tokens.length > limit) {
    const details = { tokens: alone.tokens.length, limit, contextTokens: limits.contextTokens };
    throw new SarviError('prompt-too-long', { ...details, systemTokens: system.tokens });
  }
  const exchange = turns[last - 1];
  // A question that does not fit was never answered.
  if (exchange && question && exchange.questionTokens <= limit) {
    const cut = await fitExchange({ system, exchange, question }, budget, alone.tokens.length, tools);
    if (cut) return { ...cut, droppedMessages: dropped(exchange) };
  }
  return { ...alone, droppedMessages: dropped(question), cutMessages: [] };
}

/** The last exchange before the question, cut to the room that is left; null when the room is too small. */
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

/** Splits messages into turns: a message of the user with the answers to it. Templates need this alternation. */
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
 * The index of the first turn that is kept after all steps since the conversation began. A step never leaves out the
 * exchange before the question: the part of it that does not fit is cut, and goes with the next step.
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
