import type { AdapterChoice } from '#contract/adapters';
import type { Handlers } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { ModelId } from '#contract/primitives';
import { MOST_LIKELY, type Scoring, type ScoringJob, type ScoringSource } from '#contract/scorings';
import type { EngineModel } from '../engine/engine-model.ts';
import type { AdapterUse } from '../engine/protocol.ts';
import type { ResolvedModel } from '../models/resolved-model.ts';
import type { ScoredText } from './protocol.ts';
import { requireHosts } from './require-hosts.ts';
import type { TextScorer } from './scorer.ts';
import type { ScoringJobs } from './scoring-jobs.ts';

type ScoringCall = Extract<keyof Handlers, `scoring.${string}`>;

export interface ScoringHandlerParts {
  readonly scorer: TextScorer;
  readonly jobs: ScoringJobs<ScoringJob, Scoring>;
  /** @throws SarviError `licence-not-accepted` besides those of a model that is named */
  readonly resolveModel: (modelId: ModelId) => Promise<ResolvedModel>;
  readonly resolveAdapters: (modelPath: string, choices: readonly AdapterChoice[]) => Promise<readonly AdapterUse[]>;
  readonly tellsDate: () => boolean;
  readonly history: {
    conversation(conversationId: string): Promise<Pick<Conversation, 'systemPrompt' | 'remoteHosts'>>;
    /** What its folder puts before its system prompt. */
    inherited(conversationId: string): Promise<string>;
    message(messageId: string): Promise<Message>;
    /** The messages up to this one, which is the last. */
    allowRemote(input: { readonly conversationId: string; readonly host: string }): Promise<unknown>;
    branchTo(messageId: string): Promise<readonly Pick<Message, 'id' | 'role' | 'text'>[]>;
  };
}

interface Read {
  readonly text: ScoredText & { kind: 'answer' };
  readonly answer: Message | null;
}

/** Handlers of the calls about scoring. */
export function scoringHandlers(parts: ScoringHandlerParts): Handlers<ScoringCall> {
  const { scorer, jobs } = parts;
  return {
    'scoring.start': async ({ modelId, otherId, source, remoteHosts }) => {
      const { text, answer } = await readSource(parts, source);
      const first = await withAdaptersOf(parts, await parts.resolveModel(modelId), answer);
      const second = otherId === null ? null : await parts.resolveModel(otherId);
      const models = second ? ([first, second] as const) : ([first] as const);
      await allowHosts(parts, source, models, remoteHosts);
      return jobs.start({ modelId, otherId }, async (watch): Promise<Scoring> => {
        const { backend, ...outcome } = await scorer.score({ models, text, mostLikely: MOST_LIKELY }, watch);
        const { promptIds, tokens, isRounded } = outcome;
        const { withEnd } = text;
        const greedyAnswerOf = answer && isGreedy(answer) ? (answer.generation?.modelId ?? null) : null;
        return {
          modelId,
          otherId,
          backend,
          promptTokens: promptIds.length,
          tokens,
          withEnd,
          isRounded,
          greedyAnswerOf,
        };
      });
    },
    'scoring.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return Promise.resolve(null);
    },
    'scoring.result': ({ jobId }) => Promise.resolve().then(() => jobs.result(jobId)),
  };
}

/** @throws SarviError `message-unknown` if the message is not a finished answer */
async function readSource({ history, tellsDate }: ScoringHandlerParts, source: ScoringSource): Promise<Read> {
  const common = { kind: 'answer', tellsDate: tellsDate() } as const;
  if (source.kind === 'text') {
    const messages = [...systemMessages(source.systemPrompt), { role: 'user', content: source.prompt }];
    return { text: { ...common, messages, answer: source.answer, withEnd: true }, answer: null };
  }
  const { systemPrompt } = await history.conversation(source.conversationId);
  const inherited = await history.inherited(source.conversationId);
  const answer = await history.message(source.messageId);
  const isAnswer = answer.role === 'assistant' && !answer.streaming && answer.text !== '';
  if (!isAnswer || answer.conversationId !== source.conversationId) {
    throw new SarviError('message-unknown', { messageId: source.messageId });
  }
  const branch = (await history.branchTo(answer.id)).slice(0, -1);
  // The oldest turns that the model did not see any more are left out.
  const begin = Math.max(
    0,
    branch.findIndex(({ id }) => id === answer.generation?.memoryBeginsAt),
  );
  const seen = branch.slice(begin).map(({ role, text }) => ({ role, content: text }));
  const messages = [
    ...systemMessages([inherited, systemPrompt].filter((text) => text.trim() !== '').join('\n\n')),
    ...seen,
  ];
  // An answer that was cut off has no end token.
  const withEnd = answer.stopReason === 'end-of-generation' || answer.stopReason === 'edited';
  return { text: { ...common, messages, answer: answer.text, withEnd }, answer };
}

/**
 * Nothing leaves this computer before the user has let its host read the text.
 *
 * @throws SarviError `remote-not-allowed`
 */
async function allowHosts(
  { history }: ScoringHandlerParts,
  source: ScoringSource,
  models: readonly EngineModel[],
  allowed: readonly string[],
): Promise<void> {
  if (source.kind === 'text') return requireHosts(models, allowed);
  const { conversationId } = source;
  const { remoteHosts: known = [] } = await history.conversation(conversationId);
  requireHosts(models, [...known, ...allowed]);
  const hosts = new Set(models.flatMap(({ remote }) => remote?.host ?? []));
  for (const host of hosts) if (!known.includes(host)) await history.allowRemote({ conversationId, host });
}

function systemMessages(systemPrompt: string): { role: string; content: string }[] {
  return systemPrompt.trim() === '' ? [] : [{ role: 'system', content: systemPrompt }];
}

async function withAdaptersOf(
  { resolveAdapters }: ScoringHandlerParts,
  model: ResolvedModel,
  answer: Message | null,
): Promise<EngineModel> {
  const chosen = answer?.generation?.modelId === model.id ? (answer.generation.adapters ?? []) : [];
  // Adapters are files of this computer.
  if (chosen.length === 0 || model.remote) return model;
  const adapters = await resolveAdapters(model.path, chosen);
  return { ...model, adapters: [...(model.adapters ?? []), ...adapters] };
}

/** Whether each token was the most likely one: no random sampling, and the model's probabilities unchanged. */
function isGreedy({ generation, stopReason }: Message): boolean {
  if (!generation || generation.edited || stopReason === 'edited') return false;
  const { temperature, repetitionPenalty, presencePenalty, frequencyPenalty, grammar } = generation.sampling;
  const isUnchanged = (repetitionPenalty ?? 1) === 1 && !presencePenalty && !frequencyPenalty && !grammar;
  return temperature === 0 && isUnchanged;
}
