import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { openHistory } from '../../../../builders/history.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { transferJobs } from '../../../../builders/transfer.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is in use and not merely waiting to be collected. */
function liveBytes(): number {
  collectGarbage();
  // Buffers are given back by a thread of V8, later on a busy machine; the next collection waits for it first.
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A list of one conversation, again and again. */
async function writeRepeated(path: string, conversation: unknown, count: number): Promise<void> {
  const file = await open(path, 'w');
  const text = JSON.stringify(conversation);
  await file.write(`[${text}`);
  for (let written = 1; written < count; written += 1) await file.write(`,\n${text}`);
  await file.write(']');
  await file.close();
}

const TEXT = 'Sana sanasta, ja vielä yksi. '.repeat(700);
const CONVERSATION = {
  conversations: [
    { from: 'human', value: TEXT },
    { from: 'gpt', value: TEXT },
  ],
};

it('of a file far larger than its conversations, few are in memory at any time', async () => {
  const path = join(await temporaryFolder(), 'many.json');
  await writeRepeated(path, CONVERSATION, 1500);
  const history = await openHistory();
  const before = liveBytes();
  let most = 0;
  const jobs = transferJobs(history, () => (most = Math.max(most, liveBytes() - before)));
  const { bytesTotal, conversationsDone, duplicates } = await jobs.ended(await jobs.startImport(path));
  expect({ conversationsDone, duplicates }).toEqual({ conversationsDone: 1, duplicates: 1499 });
  expect(bytesTotal).toBeGreaterThan(50e6);
  expect(most).toBeLessThan(16e6);
});

it('an import that is stopped keeps what is in whole, and goes no further', async () => {
  const path = join(await temporaryFolder(), 'many.jsonl');
  const file = await open(path, 'w');
  for (let number = 0; number < 3000; number += 1) {
    const turn = { from: 'human', value: `Kysymys ${number}. ${'Teksti. '.repeat(100)}` };
    await file.write(
      `${JSON.stringify({ id: `${number}`, conversations: [turn, { from: 'gpt', value: 'Vastaus' }] })}\n`,
    );
  }
  await file.close();
  const history = await openHistory();
  const jobs = transferJobs(history);
  const jobId = await jobs.startImport(path);
  await expect.poll(() => jobs.list()[0]?.conversationsDone ?? 0, { interval: 1 }).toBeGreaterThan(0);
  await jobs.cancel(jobId);
  const job = await jobs.ended(jobId);
  expect(job).toMatchObject({ state: 'cancelled', refused: 0 });
  expect(job.conversationsDone).toBeLessThan(3000);
  const ids = await history.ask('listForExport', {});
  expect(ids).toHaveLength(job.conversationsDone);
  for (const conversationId of ids.slice(-3)) {
    expect((await history.ask('conversations.open', { conversationId })).branch).toHaveLength(2);
  }
});
