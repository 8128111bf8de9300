import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { App } from '../../../src-main/core/app.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

/** The guide model has not learnt to think, so a grammar has it do so. */
const THINKS = 'root ::= "<think>\\nTwo and two.\\n</think>\\n\\nFour."';

function ended(app: App, conversationId: string): Promise<{ message: Message; kinds: string[] }> {
  const kinds: string[] = [];
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      if (name !== 'generation.changed') return;
      const event = payload as GenerationEvent;
      if (event.conversationId !== conversationId) return;
      if (!kinds.includes(event.kind)) kinds.push(event.kind);
      if (event.kind !== 'finished' && event.kind !== 'failed') return;
      stop();
      resolve({ message: event.message, kinds });
    });
  });
}

test('what a model thinks is told as it comes, kept beside its answer, and not in the next prompt', async () => {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() }));
  onTestFinished(() => app.dispose());
  const signal = new AbortController().signal;
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  const { id: conversationId } = await app.ask('conversations.create', {});
  const sampling = { grammar: { kind: 'gbnf', text: THINKS }, temperature: 0 } as const;
  await app.ask('conversations.update', { conversationId, sampling });
  const ask = async (parentId: string | null, text: string) => {
    const end = ended(app, conversationId);
    await app.ask('chat.send', { conversationId, parentId, text });
    return end;
  };

  const { message, kinds } = await ask(null, '2+2?');
  expect(message).toMatchObject({ text: 'Four.', asides: [{ kind: 'thinking', text: 'Two and two.' }] });
  expect(kinds.indexOf('thinking')).toBeGreaterThan(0);
  expect(kinds.indexOf('text')).toBeGreaterThan(kinds.indexOf('thinking'));

  const { message: next } = await ask(message.id, '3+3?');
  const { tokens } = await app.ask('chat.renderPrompt', {
    modelId: modelId ?? '',
    messages: [
      { role: 'user', content: '2+2?' },
      { role: 'assistant', content: 'Four.' },
      { role: 'user', content: '3+3?' },
    ],
    addGenerationPrompt: true,
  });
  const { freshTokens = 0, cachedTokens = 0 } = next.generation ?? {};
  expect(freshTokens + cachedTokens).toBe(tokens.length);
});
