import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enrolWriter, isWriting } from '../../../../src-main/core/history/writers.ts';
import { openHistory } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('an answer that grows in one process stays open when another opens the history', async () => {
  const folder = await temporaryFolder();
  const first = await openHistory(folder);
  const { id: conversationId } = await first.ask('createConversation', {});
  const place = { conversationId, parentId: null };
  const answer = await first.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
  await first.ask('saveStreamedText', { messageId: answer.id, text: 'alku' });

  const second = await openHistory(folder);
  expect(await second.ask('message', { messageId: answer.id })).toMatchObject({
    text: 'alku',
    streaming: true,
    stopReason: null,
  });
  await second.close();

  await first.ask('saveStreamedText', { messageId: answer.id, text: 'alku ja loppu' });
  expect(await first.ask('message', { messageId: answer.id })).toMatchObject({
    text: 'alku ja loppu',
    streaming: true,
  });
});

test('an answer whose process has closed the history without ending it is closed by the next', async () => {
  const folder = await temporaryFolder();
  const first = await openHistory(folder);
  const { id: conversationId } = await first.ask('createConversation', {});
  const place = { conversationId, parentId: null };
  const answer = await first.ask('addMessage', { ...place, role: 'assistant', text: 'alku', streaming: true });
  await first.close();

  const second = await openHistory(folder);
  expect(await second.ask('message', { messageId: answer.id })).toMatchObject({
    text: 'alku',
    streaming: false,
    stopReason: 'failed',
  });
});

test('a writer is known while it lives, and dead ones are cleared away', async () => {
  const folder = await temporaryFolder();
  const writer = enrolWriter(folder);
  expect(isWriting(folder, writer.id)).toBe(true);
  const dead = join(folder, 'writers', 'dead.json');
  writeFileSync(dead, JSON.stringify({ processId: 2 ** 22 + 1, startedAt: null }));
  expect(isWriting(folder, 'dead')).toBe(false);

  const next = enrolWriter(folder);
  expect(existsSync(dead)).toBe(false);
  writer.release();
  expect(isWriting(folder, writer.id)).toBe(false);
  expect(readdirSync(join(folder, 'writers'))).toEqual([`${next.id}.json`]);
});
