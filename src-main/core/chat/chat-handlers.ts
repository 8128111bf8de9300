import type { Handlers } from '#contract/contract';
import type { ModelId } from '#contract/primitives';
import type { Engine } from '../engine/engine.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { StateStore } from '../engine/states/state-store.ts';
import type { AnyChat } from './routed-chat.ts';

type ChatCall = Extract<keyof Handlers, `chat.${string}` | `messages.${string}`>;

export interface ChatHandlerParts {
  readonly chat: AnyChat;
  readonly engine: Pick<Engine, 'countIfLoaded' | 'renderPrompt'>;
  readonly resolveModel: (modelId: ModelId) => Promise<EngineModel>;
  readonly states: Pick<StateStore, 'forget' | 'remember'> | null;
}

/** Handlers of the calls about answers and messages. */
export function chatHandlers({ chat, engine, resolveModel, states }: ChatHandlerParts): Handlers<ChatCall> {
  return {
    'chat.send': (input) => chat.send(input),
    'chat.regenerate': (input) => chat.regenerate(input),
    'chat.continue': (input) => chat.continue(input),
    'chat.editAnswer': async (input) => ({ message: await chat.editAnswer(input) }),
    'chat.stop': ({ generationId }) => {
      chat.stop(generationId);
      return Promise.resolve(null);
    },
    'chat.countTokens': async ({ modelId, text }) => ({
      tokens: await engine.countIfLoaded(await resolveModel(modelId), text),
    }),
    'chat.renderPrompt': async ({ modelId, messages, addGenerationPrompt }) =>
      engine.renderPrompt({ model: await resolveModel(modelId), messages, addGenerationPrompt }),
    'messages.remove': async (input) => {
      const removed = await chat.removeMessages(input);
      // The KV state of the removed text is deleted; the state of a later answer is kept.
      void states?.forget(input.conversationId).then(() => states.remember(input.conversationId));
      return removed;
    },
    'messages.restore': ({ removalId }) => chat.restoreMessages(removalId),
  };
}
