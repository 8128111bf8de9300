import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Sampling } from '#contract/sampling';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { Chat } from '../../../../src-main/core/chat/chat.ts';
import type { EngineUpdate } from '../../../../src-main/core/engine/generation-request.ts';
import { GenerationEvents } from '../../../builders/generation-events.ts';
import { openHistory } from '../../../builders/history.ts';
import { canMount, smallDisk } from '../../../builders/small-disk.ts';

const PIECE = 'metsässä asuu kettu ja talossa kissa '.repeat(400);
const PIECES = 60;

/** Longer than the half second after which a text is saved. */
async function* answerFor(ms: number): AsyncGenerator<EngineUpdate> {
  const figures = { seed: 7, freshTokens: 10, cachedTokens: 3 };
  yield { kind: 'preparing' };
  yield { kind: 'started', figures, backend: 'CPU', contextTokens: 2048, droppedMessages: 0 };
  for (let piece = 1; piece <= PIECES; piece += 1) {
    yield { kind: 'text', delta: PIECE, generatedTokens: piece };
    await setTimeout(ms / PIECES);
  }
  const end = { generatedTokens: PIECES, promptMs: 5, generationMs: ms, draft: null };
  yield { kind: 'finished', end: { ...end, stopReason: 'end-of-generation' } };
}

test.runIf(canMount())('an answer goes on while the disk is full, and is kept whole when there is room', async () => {
  const disk = smallDisk(8_000_000);
  const history = await openHistory(disk.folder);
  const events = new GenerationEvents();
  const warnings: string[] = [];
  const chat = new Chat({
    adapters: { resolve: () => Promise.resolve([]) },
    history,
    models: {
      resolveModel: () => Promise.resolve({ id: 'm', name: 'M', path: '/m.gguf', sampling: {} satisfies Sampling }),
    },
    engine: {
      generate: () => answerFor(1600),
    },
    settings: { get: () => DEFAULT_SETTINGS },
    emit: events.emit,
    log: { info: () => {}, warn: (message) => warnings.push(message), error: () => {} },
  });
  const { id: conversationId } = await history.ask('createConversation', { modelName: null });
  const { generationId, assistantMessage } = await chat.send({ conversationId, parentId: null, text: 'Kerro' });
  disk.fill();

  const whole = PIECE.repeat(PIECES);
  const end = await events.end(generationId);
  expect(end).toMatchObject({ kind: 'failed', error: { code: 'disk-full' } });
  expect(end.message.text === whole).toBe(true);
  expect(warnings).toContain('an answer could not be saved on the way');
  expect(await history.ask('message', { messageId: assistantMessage.id })).toMatchObject({ streaming: true });

  disk.free();
  await events.when(({ kind, generationId: id }) => kind === 'finished' && id === generationId);
  const kept = await history.ask('message', { messageId: assistantMessage.id });
  expect([kept.text === whole, kept.stopReason, kept.error]).toEqual([true, 'end-of-generation', null]);
});
