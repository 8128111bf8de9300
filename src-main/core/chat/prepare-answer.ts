import type { Conversation } from '#contract/conversations';
import type { Message } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import type { EngineModel } from '../engine/engine-model.ts';
import type { SettledSampling } from '../engine/protocol.ts';
import { settleSampling } from '../generation/settle-sampling.ts';
import type { BranchText } from '../history/history.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import type { AnswerRequest } from './answer-run.ts';
import type { ChatParts } from './chat-parts.ts';
import { findAnswerer } from './find-answerer.ts';

/** The place of an answer in a conversation. */
export interface AnswerPlace {
  /** The branch, from the first message to the question. */
  readonly branch: readonly BranchText[];
  /** The message that the answer is written into. */
  readonly assistantMessage: Message;
}

export interface AnswerPlan<Found, Place extends AnswerPlace> {
  /** Reads the branch and checks that it may be answered. Called before a model is looked for. */
  find(): Promise<Found>;
  /** Creates the message in the history. Called when nothing else can refuse any more. */
  place(found: Found, sampling: SettledSampling, model: EngineModel): Promise<Place>;
}

export interface PreparedAnswer<Place> {
  readonly place: Place;
  readonly request: Omit<AnswerRequest, 'generationId' | 'signal' | 'onClosed'>;
}

/**
 * Prepares an answer: finds its model with adapters, checks licence and memory, settles sampling and prompt, and
 * creates the message. Nothing is added when a step refuses.
 *
 * @param seed - in place of the conversation's
 * @throws SarviError `conversation-unknown`; what the plan throws, and `findAnswerer`
 */
export async function prepareAnswer<Found, Place extends AnswerPlace>(
  parts: ChatParts,
  conversationId: string,
  plan: AnswerPlan<Found, Place>,
  seed?: number,
): Promise<PreparedAnswer<Place>> {
  const conversation = await parts.history.ask('conversation', { conversationId });
  const inherited = await parts.history.ask('inheritedText', { conversationId });
  const found = await plan.find();
  const { chosenAdapters, hasRoom, ...model } = await findAnswerer(parts, conversation);
  const chatTemplate = await parts.templates?.of(conversationId);
  const seeded = seed === undefined ? {} : { seed };
  const sampling = settleSampling(seeded, conversation.sampling, parts.settings.get().sampling, model.sampling);
  const place = await plan.place(found, sampling, model);
  const { branch, assistantMessage: message } = place;
  const prompt = promptOf(conversation, inherited, branch);
  // A state is kept with what the model's own template makes of the system prompt.
  const keeps = parts.keepsStates !== false && chatTemplate === undefined && !model.remote;
  const owner = keeps ? conversationId : undefined;
  const request = { message, ...prompt, inherited, chatTemplate, model, chosenAdapters, hasRoom, sampling, owner };
  return { place, request };
}

/** The messages that a model is asked with, and their ids. */
export function promptOf(
  conversation: Conversation,
  inherited: string,
  branch: readonly BranchText[],
): { messages: PromptMessage[]; messageIds: (MessageId | null)[] } {
  const system = systemMessages(conversation, inherited);
  return {
    messages: [...system, ...branch.map(({ role, text }) => ({ role, content: text }))],
    messageIds: [...system.map(() => null), ...branch.map(({ id }) => id)],
  };
}

/** What the folder gives comes first, so that its conversations have a common beginning. */
function systemMessages({ systemPrompt }: Conversation, inherited: string): PromptMessage[] {
  const content = [inherited, systemPrompt].filter((text) => text.trim() !== '').join('\n\n');
  return content === '' ? [] : [{ role: 'system', content }];
}
