import type { AdapterChoice } from '#contract/adapters';
import type { EventPayload, Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { GenerationRecord } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import type { Repeat } from '#contract/repeats';
import type { ChatParts } from './chat/chat-parts.ts';
import { findAnswerer } from './chat/find-answerer.ts';
import { promptOf } from './chat/prepare-answer.ts';
import type { Ports } from './ports.ts';
import { receiptOf } from './repeat/receipt.ts';
import { repeatAnswer, type RepeatableAnswer } from './repeat/repeat-answer.ts';
import { ScoringJobs } from './scoring/scoring-jobs.ts';

type RepeatCall = Extract<keyof Handlers, `repeats.${string}`>;

interface RepeatParts extends Omit<ChatParts, 'emit'> {
  readonly onChange: (job: EventPayload<'repeats.changed'>) => void;
}

export interface RepeatService {
  readonly handlers: Handlers<RepeatCall>;
  /** Ends those that run. */
  stop(): Promise<void>;
}

/** Repeats of answers. Nothing of them is on disk. */
export function createRepeats({ version, now }: Pick<Ports, 'version' | 'now'>, parts: RepeatParts): RepeatService {
  const jobs = new ScoringJobs<EventPayload<'repeats.changed'>, Repeat>(parts.onChange);
  const { history } = parts;

  /** @throws SarviError `message-unknown`, `answer-not-repeatable` */
  async function find(input: { conversationId: string; messageId: string }): Promise<{
    message: Message & { readonly parentId: string };
    record: GenerationRecord;
  }> {
    await history.ask('conversation', { conversationId: input.conversationId });
    const message = await history.ask('message', { messageId: input.messageId });
    if (message.conversationId !== input.conversationId) throw new SarviError('message-unknown', input);
    const { generation: record, parentId, streaming, stopReason } = message;
    const isWhole = !streaming && stopReason !== 'edited' && record?.edited !== true;
    if (!record || !isWhole || record.remote || parentId === null) throw new SarviError('answer-not-repeatable');
    return { message: { ...message, parentId }, record };
  }

  async function prepare(input: { conversationId: string; messageId: string }): Promise<RepeatableAnswer> {
    const { message, record } = await find(input);
    const conversation = await history.ask('conversation', { conversationId: input.conversationId });
    const adapters: readonly AdapterChoice[] = record.adapters ?? [];
    const { chosenAdapters, hasRoom, ...model } = await findAnswerer(parts, {
      modelId: record.modelId,
      adapters: [...adapters],
    });
    const inherited = await history.ask('inheritedText', { conversationId: input.conversationId });
    const branch = await history.ask('branchTo', { messageId: message.parentId });
    const chatTemplate = await parts.templates?.of(input.conversationId);
    const { messages } = promptOf(conversation, inherited, branch);
    return { message, record, request: { model, hasRoom, chosenAdapters, messages, chatTemplate } };
  }

  const handlers: Handlers<RepeatCall> = {
    'repeats.start': async (input) => {
      const answer = await prepare(input);
      return jobs.start({ messageId: input.messageId }, (watch) => repeatAnswer(parts.engine, answer, watch));
    },
    'repeats.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return Promise.resolve(null);
    },
    'repeats.result': ({ jobId }) => Promise.resolve().then(() => jobs.result(jobId)),
    'repeats.receipt': async ({ jobId, ...input }) => {
      const { message, record } = await find(input);
      const found = jobId === null ? null : jobs.result(jobId);
      const repeat = found?.messageId === message.id ? found : null;
      const text = receiptOf({ message, record, repeat, version, nowMs: now() });
      return { name: `sarvi-receipt-${message.id}.json`, text };
    },
  };
  return { handlers, stop: () => jobs.endAll() };
}
