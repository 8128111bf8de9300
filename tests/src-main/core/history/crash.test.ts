import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { History } from '../../../../src-main/core/history/history.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { historyPorts } from '../../../builders/history-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { join } from 'node:path';

interface Saved {
  messageId: string;
  length: number;
}

const KILLS = 10;
const WRITER = fileURLToPath(new URL('../../../builders/history-writer.ts', import.meta.url));

/** Kills the writer after so many confirmed saves; answers with the last one. */
async function killAfter(writer: ChildProcess, saves: number): Promise<Saved> {
  let left = saves;
  const last = await new Promise<Saved>((resolve, reject) => {
    writer.on('message', (saved: Saved) => {
      left -= 1;
      if (left === 0) resolve(saved);
    });
    writer.on('exit', (code) => reject(new Error(`the writer ended by itself with code ${code}`)));
  });
  writer.removeAllListeners();
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  return last;
}

test('a killed app loses nothing that was saved, and its open answer is closed as failed with its text', async () => {
  const folder = await temporaryFolder();
  const database = historyPaths(join(folder, 'history')).database;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const last = await killAfter(fork(WRITER, [folder], { stdio: 'inherit' }), 7 * kill);

    const history = await History.open(historyPorts(folder, Date.now));
    const message = await history.message(last.messageId);
    expect(message.text.length).toBeGreaterThanOrEqual(last.length);
    expect(message.streaming).toBe(false);
    if (message.stopReason === 'failed') expect(message.error).toMatchObject({ code: 'generation-interrupted' });
    else expect(message.stopReason).toBe('end-of-generation');
    const { branch } = await history.openConversation({ conversationId: message.conversationId });
    expect(branch.every(({ parentId }, index) => parentId === (branch[index - 1]?.id ?? null))).toBe(true);
    // The cut-off answer has entered the index too.
    const { hits } = await history.search({ query: 'sana0', limit: 500 });
    expect(hits.map(({ messageId }) => messageId)).toContain(message.id);
    expect(history.notice).toBeNull();
    await history.close();

    const sqlite = openSqlite(database);
    expect(sqlite.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(sqlite.prepare('SELECT count(*) AS open FROM messages WHERE streaming = 1').get()).toEqual({ open: 0 });
    sqlite.close();
  }
});
