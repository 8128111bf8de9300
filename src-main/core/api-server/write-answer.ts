import type { GenerationEngine, GenerationRequest } from '../engine/generation-request.ts';
import type { RunStart } from '../generation/generation-sink.ts';
import { CallReader, type ReadCall, type ReadPiece } from './call-reader.ts';
import { TokenLogprobs, type LogprobRoom, type TokenLogprob } from './logprobs.ts';
import type { Ticket } from './request-list.ts';
import { runChoice, type Choice } from './run-choice.ts';

/** Hears of an answer as it is written; the forms of the protocols are made of this. */
export interface AnswerListener {
  started?(start: RunStart): void;
  thinking?(text: string): void;
  /** @param logprob - of the token, which may have no text yet */
  words?(text: string, logprob: TokenLogprob | null): void;
  call?(call: { readonly id: string; readonly name: string }): void;
  arguments?(text: string): void;
}

export interface WrittenAnswer extends Choice {
  readonly thinking: string;
  readonly words: string;
  readonly call: ReadCall | null;
  /** Empty for a stream. */
  readonly logprobs: readonly TokenLogprob[];
}

export interface AnswerOptions {
  readonly ticket: Ticket;
  readonly toolNames: readonly string[];
  /** How many of the likeliest tokens are told for each place. */
  readonly topLogprobs: number;
  /** For the log-probabilities of an answer that is told whole; in a stream they go out as they come, and it is null. */
  readonly room: LogprobRoom | null;
}

/** Writes one answer. @throws as `runChoice` */
export async function writeAnswer(
  engine: GenerationEngine,
  request: GenerationRequest,
  { ticket, toolNames, topLogprobs, room }: AnswerOptions,
  listener: AnswerListener = {},
): Promise<WrittenAnswer> {
  const tokens = new TokenLogprobs(topLogprobs, room);
  const reader = new CallReader(toolNames);
  let words = '';
  const tell = (piece: ReadPiece, logprob: TokenLogprob | null): void => {
    const said = piece.words ?? '';
    words += said;
    if (said !== '' || logprob) listener.words?.(said, logprob);
    if (piece.call) listener.call?.(piece.call);
    if (piece.arguments !== undefined && piece.arguments !== '') listener.arguments?.(piece.arguments);
  };
  const choice = await runChoice(engine, request, ticket, {
    started: (start) => listener.started?.(start),
    text: (piece) => {
      if (piece.thinking !== '') listener.thinking?.(piece.thinking);
      tell(piece.text === '' ? {} : reader.push(piece.text), tokens.push(piece));
    },
  });
  tell(reader.end(), null);
  const { call } = reader;
  const finishReason = call ? 'tool_calls' : choice.finishReason;
  return { ...choice, thinking: choice.written.thinking, words, call, logprobs: tokens.all, finishReason };
}
