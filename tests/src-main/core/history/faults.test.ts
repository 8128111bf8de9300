import type { TransferJob } from '#contract/transfers';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backUp } from '../../../../src-main/core/history/back-up.ts';
import { backupFiles } from '../../../../src-main/core/history/backups/backup-files.ts';
import { faultOfBackup } from '../../../../src-main/core/history/backups/check-backup.ts';
import { checkHistory } from '../../../../src-main/core/history/check-history.ts';
import { History } from '../../../../src-main/core/history/history.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { MIGRATIONS } from '../../../../src-main/core/history/migrations/migrations.ts';
import { openDatabase } from '../../../../src-main/core/history/open-database.ts';
import { findImport, importConversations } from '../../../../src-main/core/history/transfer/import-conversations.ts';
import { killedWriter, type Killed } from '../../../builders/fault-writers/killed-writer.ts';
import type { WriterReport } from '../../../builders/fault-writers/report.ts';
import { historyPorts } from '../../../builders/history-ports.ts';
import { randomOf } from '../../../builders/random.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

/** `SARVI_FAULTS=200` for the long run, of all kinds in turn; `SARVI_FAULTS_SEED` repeats one. */
const KILLS = Number(process.env['SARVI_FAULTS'] ?? 10);
const SEED = Number(process.env['SARVI_FAULTS_SEED'] ?? Date.now() % 1_000_000);
const EACH = Math.max(1, Math.round(KILLS / 5));
const PATIENCE = { timeout: 180_000 + EACH * 30_000 };
/** So many kills come upon one and the same history, which grows meanwhile. */
const KILLS_OF_ONE = 10;
/** The writer says one every five milliseconds. */
const WORDS_OF_A_SECOND = 200;
const LATEST = MIGRATIONS.at(-1)?.version ?? 0;

const random = randomOf(SEED);
const facts: Record<string, number> = {};

function tell(title: string): void {
  const figures = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  if (KILLS > 10) process.stdout.write(`${title}: ${EACH} kills, ${figures.join(', ')}; seed ${SEED}\n`);
  for (const name of Object.keys(facts)) Reflect.deleteProperty(facts, name);
}
const add = (name: string, count: number): void => void (facts[name] = (facts[name] ?? 0) + count);
const most = (name: string, value: number): void => void (facts[name] = Math.max(facts[name] ?? 0, value));

type Report<Kind extends WriterReport['kind']> = Extract<WriterReport, { kind: Kind }>;
const saidOf = <Kind extends WriterReport['kind']>({ reports }: Killed, kind: Kind): Report<Kind>[] =>
  reports.filter((said): said is Report<Kind> => said.kind === kind);

/** Every check that there is, on what the kill has left and before anything mends it. */
function expectSound(path: string): void {
  expect(checkHistory(path, MIGRATIONS).problems).toEqual([]);
}

async function reopened<Value>(data: string, look: (history: History) => Promise<Value>): Promise<Value> {
  const history = await History.open(historyPorts(data, Date.now));
  try {
    expect(history.notice).toBeNull();
    return await look(history);
  } finally {
    await history.close();
    expectSound(historyPaths(join(data, 'history')).database);
  }
}

test(
  'killed while streaming: what was saved is there, a second ago at most, and the answer is closed',
  PATIENCE,
  async () => {
    const data = await temporaryFolder();
    const { database } = historyPaths(join(data, 'history'));
    for (let kill = 0; kill < EACH; kill += 1) {
      const killed = await killedWriter('streaming', [data], random() * 2200);
      expectSound(database);
      const grown = saidOf(killed, 'grown');
      const last = grown.at(-1);
      if (last === undefined) continue;
      await reopened(data, async (history) => {
        const message = await history.ask('message', { messageId: last.messageId });
        expect(message.streaming).toBe(false);
        if (message.stopReason === 'failed') expect(message.error).toMatchObject({ code: 'generation-interrupted' });
        else expect(message.stopReason).toBe('end-of-generation');
        const [thinking] = message.asides ?? [];
        const kept = message.text.length + (thinking?.kind === 'thinking' ? thinking.text.length : 0);
        const ofLast = killed.reports.filter((said) => 'messageId' in said && said.messageId === last.messageId);
        const [saving, saved] = (['saving', 'saved'] as const).map((kind) =>
          saidOf({ ...killed, reports: ofLast }, kind),
        );
        expect(kept).toBeGreaterThanOrEqual(saved?.at(-1)?.length ?? 0);
        // Half a second by the writer's own clock, whatever else the machine does; a save that runs may take longer.
        const begun = saving?.at(-1)?.length ?? 0;
        const sinceThen = grown.filter(
          ({ messageId, length }) => messageId === last.messageId && length > begun,
        ).length;
        if (saving?.length === saved?.length) expect(sinceThen).toBeLessThanOrEqual(WORDS_OF_A_SECOND);
        const missing = grown.filter(({ messageId, length }) => messageId === last.messageId && length > kept);
        most('most missing words', missing.length);
        add('words streamed', grown.length);
        const { branch } = await history.ask('conversations.open', { conversationId: message.conversationId });
        expect(branch.every(({ parentId }, index) => parentId === (branch[index - 1]?.id ?? null))).toBe(true);
      });
    }
    tell('streaming');
  },
);

test('killed while editing: everything that was confirmed is there, on its branch', PATIENCE, async () => {
  let data = await temporaryFolder();
  for (let kill = 0; kill < EACH; kill += 1) {
    if (kill % KILLS_OF_ONE === 0) data = await temporaryFolder();
    const killed = await killedWriter('editing', [data, String(SEED + kill)], random() * 700);
    const { database } = historyPaths(join(data, 'history'));
    expectSound(database);
    const added = saidOf(killed, 'added');
    add('messages confirmed', added.length);
    await reopened(data, async (history) => {
      for (const { messageId, parentId, text } of added) {
        expect(await history.ask('message', { messageId })).toMatchObject({ parentId, text });
      }
    });
  }
  tell('editing');
});

test(
  'killed while importing: whole conversations are there, and the rest comes in when it is repeated',
  PATIENCE,
  async () => {
    let data = await temporaryFolder();
    const CONVERSATIONS = 150;
    for (let kill = 0; kill < EACH; kill += 1) {
      if (kill % KILLS_OF_ONE === 0) data = await temporaryFolder();
      const file = join(data, 'conversations.jsonl');
      const turns = (conversation: number) =>
        Array.from({ length: 2 + 2 * (conversation % 5) }, (_, turn) => ({
          from: turn % 2 === 0 ? 'human' : 'gpt',
          value: `tuonti${kill} keskustelu${conversation} vuoro ${turn}`,
        }));
      const lines = Array.from({ length: CONVERSATIONS }, (_, number) =>
        JSON.stringify({ conversations: turns(number) }),
      );
      writeFileSync(file, `${lines.join('\n')}\n`);
      const killed = await killedWriter('importing', [data, file], random() * 400);
      const { database } = historyPaths(join(data, 'history'));
      expectSound(database);
      const confirmed = Math.max(0, ...saidOf(killed, 'imported').map(({ count }) => count));
      const sqlite = openSqlite(database);
      const found = sqlite
        .prepare(
          `SELECT min(m.text) AS text, count(*) AS messages FROM messages m
         WHERE m.text LIKE 'tuonti${kill} %' GROUP BY m.conversation_key`,
        )
        .all() as { text: string; messages: number }[];
      sqlite.close();
      expect(found.length).toBeGreaterThanOrEqual(confirmed);
      for (const { text, messages } of found) {
        expect(messages).toBe(turns(Number(/keskustelu(\d+)/.exec(text)?.[1])).length);
      }
      await reopened(data, async (history) => {
        let again: Partial<TransferJob> | null = null;
        await importConversations(history, await findImport(history, file), {
          signal: new AbortController().signal,
          onProgress: (counts) => (again = { ...counts }),
        });
        expect(again).toMatchObject({
          conversationsDone: CONVERSATIONS - found.length,
          duplicates: found.length,
          refused: 0,
        });
      });
      add('conversations confirmed', confirmed);
      add('conversations found', found.length);
    }
    tell('importing');
  },
);

test(
  'killed while migrating: the old version or the new one with its backup, and all that was in it',
  PATIENCE,
  async () => {
    const old = await temporaryFolder();
    const first = MIGRATIONS.slice(0, 1);
    const { database: begun } = openDatabase(old, { nowMs: Date.now(), migrations: first });
    const MESSAGES = 3000;
    begun.writing((database) => {
      for (let key = 1; key <= MESSAGES; key += 1) {
        const conversation = Math.ceil(key / 10);
        if (key % 10 === 1) {
          const title = `Keskustelu ${conversation}`;
          database.write(
            'INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, 1, 1)',
            `c${key}`,
            title,
          );
        }
        const parent = key % 10 === 1 ? null : key - 1;
        database.write(
          `INSERT INTO messages (key, id, conversation_key, parent_key, role, text, created_at) VALUES (?, ?, ?, ?, 'user', ?, 1)`,
          ...[key, `m${key}`, conversation, parent, `viesti ${key % 97} metsässä `.repeat(8)],
        );
      }
    });
    begun.close();

    for (let kill = 0; kill < EACH; kill += 1) {
      const folder = await temporaryFolder();
      const paths = historyPaths(folder);
      copyFileSync(historyPaths(old).database, paths.database);
      await killedWriter('migrating', [folder], random() * 200);
      const sqlite = openSqlite(paths.database);
      const version = sqlite.pragma('user_version', { simple: true }) as number;
      sqlite.close();
      const backups = backupFiles([paths.backups]);
      expect([1, LATEST]).toContain(version);
      if (version !== 1) expect(backups.map(({ reason }) => reason)).toEqual(['before-update']);
      for (const { path } of backups) expect(faultOfBackup(path, MIGRATIONS)).toBeNull();
      add(version === 1 ? (backups.length === 0 ? 'before the backup' : 'after the backup') : 'migrated', 1);

      const { database, notice } = openDatabase(folder, { nowMs: Date.now() + 1000 });
      expect(notice).toBeNull();
      expect(database.row('SELECT count(*) AS messages FROM messages')).toEqual({ messages: MESSAGES });
      database.close();
      expect(checkHistory(paths.database, MIGRATIONS)).toMatchObject({
        version: LATEST,
        messages: MESSAGES,
        problems: [],
      });
      rmSync(folder, { recursive: true });
    }
    tell('migrating');
  },
);

test(
  'killed while restoring: one of the two histories is there, whole, and all that was kept is good',
  PATIENCE,
  async () => {
    const data = await temporaryFolder();
    const folder = join(data, 'history');
    const elsewhere = join(data, 'elsewhere');
    mkdirSync(elsewhere);
    const copies = ['Yksi', 'Kaksi'].map((title) => {
      const { database } = openDatabase(folder, { nowMs: Date.now() });
      database.write('DELETE FROM conversations');
      database.write(`INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', ?, 1, 1)`, title);
      const copy = backUp(database.connection, elsewhere, title);
      database.close();
      return copy;
    });
    const paths = historyPaths(folder);
    for (let kill = 0; kill < EACH; kill += 1) {
      await killedWriter('restoring', [folder, ...copies], random() * 300);
      const kept = backupFiles([paths.backups]);
      for (const { path } of kept) expect(faultOfBackup(path, MIGRATIONS)).toBeNull();
      add('restores', kept.length);
      await reopened(data, async (history) => {
        const { conversations } = await history.ask('conversations.list', { limit: 5 });
        expect(conversations).toHaveLength(1);
        expect(['Yksi', 'Kaksi']).toContain(conversations[0]?.title);
      });
      expect(readdirSync(folder).filter((name) => name.endsWith('-incoming'))).toEqual([]);
      rmSync(paths.backups, { recursive: true, force: true });
    }
    tell('restoring');
  },
);
