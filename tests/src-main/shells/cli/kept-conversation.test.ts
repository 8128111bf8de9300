import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { App, AppListener } from '../../../../src-main/core/app.ts';
import { KeptConversation } from '../../../../src-main/shells/cli/kept-conversation.ts';
import { createOutput } from '../../../../src-main/shells/cli/output.ts';

/** Stands for the app: takes down the calls, and answers a message once it was told to stop. */
class SlowApp {
  readonly calls: [string, unknown][] = [];
  onSend: () => void = () => undefined;
  #listener: AppListener | null = null;

  listen = (listener: AppListener): (() => void) => {
    this.#listener = listener;
    return () => (this.#listener = null);
  };

  ask = (name: string, input: unknown): Promise<unknown> => {
    this.calls.push([name, input]);
    if (name === 'chat.send') this.onSend();
    if (name === 'chat.stop') {
      const message = { id: 'a1', text: '', stopReason: 'stopped' } as unknown as Message;
      const event = { kind: 'finished', generationId: 'g1', conversationId: 'c1', message };
      this.#listener?.('generation.changed', event as never);
    }
    return Promise.resolve({ id: 'c1', generationId: 'g1' });
  };
}

function converse(app: SlowApp) {
  const output = createOutput(true, 'en');
  const options = { systemPrompt: '', modelId: null, sampling: {} };
  return new KeptConversation(app as unknown as App, output, options);
}

const names = (app: SlowApp): string[] => app.calls.map(([name]) => name);

test('Ctrl-C while the message is being sent stops its answer', async () => {
  const app = new SlowApp();
  const abort = new AbortController();
  app.onSend = () => abort.abort();
  const conversation = converse(app);
  expect(await conversation.ask('Hei', abort.signal)).toMatchObject({ stopReason: 'stopped' });
  expect(names(app)).toEqual(['conversations.create', 'conversations.update', 'chat.send', 'chat.stop']);
  await conversation.close();
  expect([names(app).length, conversation.id]).toEqual([4, 'c1']);
});

test('a conversation is made by its first message, and removed when that was refused', async () => {
  const app = new SlowApp();
  app.onSend = () => {
    throw new SarviError('prompt-too-long', { tokens: 2, limit: 1 });
  };
  const conversation = converse(app);
  expect(names(app)).toEqual([]);
  await expect(conversation.ask('Hei', new AbortController().signal)).rejects.toMatchObject({
    code: 'prompt-too-long',
  });
  expect(conversation.id).toBeNull();
  await conversation.close();
  expect(app.calls.at(-1)).toEqual(['conversations.remove', { conversationId: 'c1' }]);
});
