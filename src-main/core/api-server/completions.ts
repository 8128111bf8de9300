/** `/v1/completions` in OpenAI's form: texts or token ids that the model continues, and log-probabilities of both. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { ResolvedModel } from '../models/resolved-model.ts';
import type { SettledSampling } from '../engine/protocol.ts';
import { answerGrammar, ResponseFormat } from './answer-grammar.ts';
import { refusedField } from './api-error.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import type { Exchange } from './exchange.ts';
import { findModel } from './find-model.ts';
import { completionLogprobs, LogprobRoom, type CompletionLogprobs } from './logprobs.ts';
import { openForLoad } from './open-for-load.ts';
import { parseFields, refuseUnkept, SamplingFields, seedOfChoice, settleRequest } from './sampling-fields.ts';
import { scorePrompt, type PromptPlace, type ScoredPrompt } from './score-prompt.ts';
import { piecesOfPrompt, requireTokens, tokensOfPrompt, type Prompt } from './tokens-of-prompt.ts';
import type { Usage } from './usage.ts';
import { writeAnswer, type AnswerListener } from './write-answer.ts';

const MOST_PROMPTS = 128;
/** Log-probabilities of prompts that one request may ask for; each takes some hundred bytes. */
const MOST_TOLD = 1_000_000;
const Ids = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))),
  v.maxLength(200_000),
);
const Text = v.pipe(v.string(), v.maxLength(4_000_000));

const CompletionBody = v.object({
  ...SamplingFields,
  model: v.nullish(v.string()),
  prompt: v.union([Text, Ids, v.pipe(v.array(v.union([Text, Ids])), v.nonEmpty(), v.maxLength(MOST_PROMPTS))]),
  echo: v.nullish(v.boolean()),
  logprobs: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))),
  /** vLLM's: the prompt's own tokens and so many of the likeliest at each place. */
  prompt_logprobs: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))),
  response_format: v.nullish(ResponseFormat),
  add_special_tokens: v.nullish(v.boolean()),
});
type CompletionBody = v.InferOutput<typeof CompletionBody>;

interface Plan {
  readonly model: ResolvedModel;
  readonly sampling: SettledSampling;
  readonly echo: boolean;
  /** Null without probabilities. */
  readonly logprobs: number | null;
  readonly promptLogprobs: number | null;
  /** Null for a stream. */
  readonly room: LogprobRoom | null;
  /** Nothing is written: the prompt alone is asked for. */
  readonly isPromptOnly: boolean;
}

interface Completion {
  readonly text: string;
  readonly logprobs: CompletionLogprobs | null;
  readonly promptPlaces: readonly PromptPlace[] | null;
  readonly finishReason: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export async function answerCompletion(parts: EndpointParts, exchange: Exchange): Promise<void> {
  const given = await exchange.body();
  refuseUnkept(given, ['prompt_logprobs', 'echo']);
  const body = parseFields(CompletionBody, given);
  const plan = await planCompletion(parts, body);
  const prompts = promptsOf(body.prompt);
  const perPrompt = body.n ?? 1;
  if (prompts.length * perPrompt > MOST_PROMPTS) throw refusedField('n', `At most ${MOST_PROMPTS} choices at once.`);
  exchange.ticket.named(plan.model.name);
  const head = {
    id: `cmpl-${randomUUID()}`,
    object: 'text_completion',
    created: Math.floor(parts.now() / 1000),
    model: plan.model.id,
  };
  const isStream = body.stream === true;
  if (isStream) exchange.stream.openLater();
  const endTurn = await parts.turns.take(exchange.signal);
  try {
    if (isStream) openForLoad(parts.engine, exchange, plan.model);
    const made: Completion[] = [];
    const read: Prompt[] = [];
    for (const prompt of prompts) {
      const tokens = requireTokens(
        await tokensOfPrompt(parts.engine, plan.model, prompt, body.add_special_tokens !== false),
      );
      read.push({ tokens, text: typeof prompt === 'string' ? prompt : null });
    }
    requireTellable(plan, read, perPrompt);
    for (const asked of read) {
      for (let choice = 0; choice < perPrompt; choice += 1) {
        const index = made.length;
        const send = (text: string, logprobs: CompletionLogprobs | null, finish: string | null): void =>
          exchange.stream.send({ ...head, choices: [{ index, text, logprobs, finish_reason: finish }] });
        const completion = await complete(parts, exchange, ofChoice(plan, choice), asked, isStream ? send : null);
        made.push(completion);
        if (isStream) send('', null, completion.finishReason);
      }
    }
    const usage = usageOfAll(made, perPrompt);
    if (!isStream) return exchange.answer(200, { ...head, choices: made.map(choiceOf), usage });
    if (body.stream_options?.include_usage === true) exchange.stream.send({ ...head, choices: [], usage });
    exchange.stream.end('[DONE]');
  } finally {
    endTurn();
  }
}

function requireTellable(plan: Plan, prompts: readonly Prompt[], perPrompt: number): void {
  const top = scoredTop(plan);
  if (top === null) return;
  const told = prompts.reduce((sum, { tokens }) => sum + tokens.length, 0) * (top + 1) * perPrompt;
  if (told > MOST_TOLD) {
    throw refusedField('logprobs', `At most ${MOST_TOLD} log-probabilities are told at once. Send fewer prompts.`);
  }
}

/** How many of the likeliest tokens are needed at each place of the prompt; null where it is not scored. */
function scoredTop({ echo, logprobs, promptLogprobs }: Plan): number | null {
  const echoed = echo ? logprobs : null;
  return echoed === null && promptLogprobs === null ? null : Math.max(echoed ?? 0, promptLogprobs ?? 0);
}

type Send = (text: string, logprobs: CompletionLogprobs | null, finishReason: string | null) => void;

async function complete(
  { engine, scorer, firstPieces }: EndpointParts,
  { signal, ticket }: Exchange,
  plan: Plan,
  asked: Prompt,
  send: Send | null,
): Promise<Completion> {
  const { model, sampling, echo, logprobs, isPromptOnly } = plan;
  const { tokens } = asked;
  const top = scoredTop(plan);
  const scored = top === null ? null : await scorePrompt({ scorer, firstPieces }, model, asked, { top, signal });
  const prompt = echo ? (scored?.text ?? (await piecesOfPrompt(engine, model, asked)).whole) : '';
  ticket.reading(tokens.length);
  if (isPromptOnly || (scored && isOneGreedy(sampling))) {
    const told = ofPrompt(prompt, plan, scored, tokens.length);
    if (send && told.text !== '') send(told.text, null, null);
    return told;
  }
  if (send && prompt !== '') send(prompt, null, null);
  let offset = prompt.length;
  const listener: AnswerListener = send
    ? {
        started: () => send('', null, null),
        words: (text, logprob) => {
          const told = logprob && logprobs !== null ? completionLogprobs([logprob], offset) : null;
          offset += text.length;
          if (text !== '' || told) send(text, told, null);
        },
      }
    : {};
  const options = { ticket, toolNames: [], topLogprobs: logprobs ?? 0, room: plan.room };
  const answer = await writeAnswer(engine, { model, tokens, sampling, signal }, options, listener);
  const written = logprobs === null ? null : completionLogprobs(answer.logprobs, prompt.length);
  return {
    text: prompt + answer.words,
    logprobs: scored && written && echo ? joined(scored.logprobs, written) : written,
    promptPlaces: placesOf(plan, scored),
    finishReason: answer.finishReason,
    promptTokens: tokens.length,
    cachedTokens: answer.start.figures.cachedTokens,
    completionTokens: answer.outcome.record?.generatedTokens ?? 0,
  };
}

/** What evaluation tools ask for: the next token of greedy sampling, which scoring has read already. */
function isOneGreedy(sampling: SettledSampling): boolean {
  const { temperature, maxTokens, grammar, logitBias = [] } = sampling;
  const { repetitionPenalty, presencePenalty, frequencyPenalty } = sampling;
  const isUnchanged = repetitionPenalty === 1 && presencePenalty === 0 && frequencyPenalty === 0;
  return temperature === 0 && maxTokens === 1 && isUnchanged && logitBias.length === 0 && !grammar;
}

function placesOf({ promptLogprobs }: Plan, scored: ScoredPrompt | null): readonly PromptPlace[] | null {
  return promptLogprobs === null ? null : (scored?.places ?? null);
}

/** A prompt of which nothing is written, or the one token that scoring has told. */
function ofPrompt(text: string, plan: Plan, scored: ScoredPrompt | null, promptTokens: number): Completion {
  const { echo, logprobs, isPromptOnly } = plan;
  const next = isPromptOnly || !scored ? null : scored.next;
  const written = completionLogprobs(next ? [next] : [], text.length);
  const told = scored && echo ? joined(scored.logprobs, written) : written;
  return {
    text: text + (next?.token ?? ''),
    logprobs: logprobs === null || !scored ? null : told,
    promptPlaces: placesOf(plan, scored),
    finishReason: 'length',
    promptTokens,
    cachedTokens: 0,
    completionTokens: next ? 1 : 0,
  };
}

function joined(prompt: CompletionLogprobs, written: CompletionLogprobs): CompletionLogprobs {
  return {
    tokens: [...prompt.tokens, ...written.tokens],
    token_logprobs: [...prompt.token_logprobs, ...written.token_logprobs],
    top_logprobs: [...prompt.top_logprobs, ...written.top_logprobs],
    text_offset: [...prompt.text_offset, ...written.text_offset],
  };
}

function choiceOf({ text, logprobs, promptPlaces, finishReason }: Completion, index: number): object {
  const places = promptPlaces === null ? {} : { prompt_logprobs: promptPlaces };
  return { index, text, logprobs, finish_reason: finishReason, ...places };
}

/** A prompt counts once, however many choices it has. */
function usageOfAll(made: readonly Completion[], perPrompt: number): Usage {
  const prompts = made.filter((_, index) => index % perPrompt === 0);
  const sum = (from: readonly Completion[], of: (one: Completion) => number): number =>
    from.reduce((total, one) => total + of(one), 0);
  const promptTokens = sum(prompts, (one) => one.promptTokens);
  const completionTokens = sum(made, (one) => one.completionTokens);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: sum(prompts, (one) => one.cachedTokens) },
  };
}

function promptsOf(prompt: CompletionBody['prompt']): (string | number[])[] {
  if (typeof prompt === 'string') return [prompt];
  const ids = prompt.filter((one) => typeof one === 'number');
  return ids.length === prompt.length ? [ids] : prompt.filter((one) => typeof one !== 'number');
}

async function planCompletion(parts: EndpointParts, body: CompletionBody): Promise<Plan> {
  const grammar = answerGrammar(body);
  const echo = body.echo === true;
  const maxTokens = body.max_tokens ?? null;
  if (maxTokens === 0 && !echo) throw refusedField('max_tokens', 'Without echo, an answer has at least one token.');
  const logprobs = body.logprobs ?? null;
  const promptLogprobs = body.prompt_logprobs ?? null;
  if (body.stream === true && (promptLogprobs !== null || (echo && logprobs !== null))) {
    throw refusedField('stream', 'The log-probabilities of a prompt are not streamed.');
  }
  const model = await findModel(parts, body.model);
  const alternatives = logprobs === null ? 0 : Math.max(1, logprobs);
  const settled = settleRequest(body, model.sampling, { maxTokens: maxTokens === 0 ? 1 : maxTokens, alternatives });
  return {
    model,
    sampling: grammar ? { ...settled, grammar } : settled,
    echo,
    logprobs,
    promptLogprobs,
    room: body.stream === true ? null : new LogprobRoom(),
    isPromptOnly: maxTokens === 0,
  };
}

function ofChoice(plan: Plan, index: number): Plan {
  return { ...plan, sampling: { ...plan.sampling, seed: seedOfChoice(plan.sampling.seed, index) } };
}
