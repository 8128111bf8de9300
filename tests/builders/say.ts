import type { GenerationEvent } from '#contract/chat-calls';
import type { App } from '../../src-main/core/app.ts';

/** Says something in a conversation of its own, and waits for the end of a short answer. */
export async function say(app: App, text: string): Promise<void> {
  const { id: conversationId } = await app.ask('conversations.create', {});
  await app.ask('conversations.update', { conversationId, sampling: { temperature: 0, maxTokens: 4 } });
  const ended = new Promise<void>((resolve) => {
    const stop = app.listen((name, payload) => {
      if (name !== 'generation.changed' || (payload as GenerationEvent).kind !== 'finished') return;
      stop();
      resolve();
    });
  });
  await app.ask('chat.send', { conversationId, parentId: null, text });
  await ended;
}
