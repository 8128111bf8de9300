import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXPORT_FORMATS } from '#contract/transfers';
import { Downloads } from '../../../../../src-main/core/history/transfer/downloads.ts';
import type { History } from '../../../../../src-main/core/history/history.ts';
import { openHistory } from '../../../../builders/history.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { TRANSFER_PORTS, transferJobs } from '../../../../builders/transfer.ts';

/** Of the page's socket, a piece takes a small part. */
const LONGEST_PIECE = 2 ** 20;

async function historyOf(...texts: string[]): Promise<History> {
  const history = await openHistory();
  for (const text of texts) {
    const { id } = await history.ask('createConversation', { systemPrompt: '', modelName: null });
    const question = { conversationId: id, parentId: null, role: 'user', text, streaming: false } as const;
    const { id: parentId } = await history.ask('addMessage', question);
    await history.ask('addMessage', { conversationId: id, parentId, role: 'assistant', text: 'Moi', streaming: false });
  }
  return history;
}

function downloadsOf(history: History): Downloads {
  return new Downloads(TRANSFER_PORTS, history);
}

const CONTENT = { format: 'json', allLeaves: false, language: 'en' } as const;

it('gives in bounded pieces exactly what the file of an export holds, and then nothing more', async () => {
  // Pairs at odd places, so that a cut by length alone would part one.
  const history = await historyOf(`a${'👋'.repeat(1_200_000)}`, 'lyhyt', 'toinen');
  const downloads = downloadsOf(history);
  for (const format of EXPORT_FORMATS) {
    const path = join(await temporaryFolder(), 'out');
    const jobs = transferJobs(history);
    await jobs.ended(await jobs.startExport({ ...CONTENT, format, path, separateFiles: false, replace: false }));
    const { downloadId, conversations, encoding } = await downloads.begin({ ...CONTENT, format });
    expect(conversations).toBe(3);
    const pieces: string[] = [];
    for (let text: string | null; (text = (await downloads.next(downloadId)).text) !== null;) pieces.push(text);
    if (encoding === 'text') expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(LONGEST_PIECE);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece, encoding === 'text' ? 'utf8' : 'base64')));
    expect(bytes.equals(await readFile(path))).toBe(true);
    await expect(downloads.next(downloadId)).rejects.toMatchObject({ code: 'transfer-unknown' });
  }
});

it('keeps four at once, and none when all are ended', async () => {
  const history = await historyOf('yksi');
  const downloads = downloadsOf(history);
  const ids: string[] = [];
  for (let begun = 0; begun < 5; begun += 1) ids.push((await downloads.begin(CONTENT)).downloadId);
  const [oldest = '', second = '', ...others] = ids;
  await expect(downloads.next(oldest)).rejects.toMatchObject({ code: 'transfer-unknown' });
  expect((await downloads.next(second)).text).toContain('yksi');
  const late = downloads.next(others[0] ?? '');
  await Promise.all([expect(late).rejects.toMatchObject({ code: 'cancelled' }), downloads.endAll()]);
  for (const id of ids) await expect(downloads.next(id)).rejects.toMatchObject({ code: 'transfer-unknown' });
  await downloads.end(oldest);
});

it('refuses a conversation that is not there', async () => {
  const downloads = downloadsOf(await historyOf());
  await expect(downloads.begin({ ...CONTENT, conversationIds: ['none'] })).rejects.toMatchObject({
    code: 'conversation-unknown',
  });
});
